/** What the intrinsic functions of one template may refer to. */
export interface References {
  /** The `Ref` of a resource, a parameter or a pseudo parameter. Undefined if there is none of this name. */
  ref(name: string): string | undefined;
  /** The `Fn::GetAtt` of a resource. Undefined if it has no such attribute. */
  attribute(logicalId: string, attribute: string): string | undefined;
  /** The value that another stack exports by this name. */
  exported(name: string): string | undefined;
}

/** An intrinsic function cannot be resolved; the message says why. */
export class UnresolvedIntrinsic extends Error {
  override readonly name = 'UnresolvedIntrinsic';
}

/** Replaces every intrinsic function in a template value by its result. `Ref: AWS::NoValue` removes its property. */
export function resolveIntrinsics(value: unknown, references: References): unknown {
  if (Array.isArray(value))
    return value.map((item) => resolveIntrinsics(item, references)).filter((item) => item !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined && (only[0] === 'Ref' || only[0].startsWith('Fn::'))) {
    return resolveOne(only[0], only[1], references);
  }
  const resolved = entries.map(([key, inner]): [string, unknown] => [key, resolveIntrinsics(inner, references)]);
  return Object.fromEntries(resolved.filter(([, inner]) => inner !== undefined));
}

function resolveOne(name: string, raw: unknown, references: References): unknown {
  if (name === 'Ref') return raw === 'AWS::NoValue' ? undefined : refOf(text(raw, name), references);
  if (name === 'Fn::Sub') return substitute(raw, references);
  const argument = resolveIntrinsics(raw, references);
  switch (name) {
    case 'Fn::GetAtt': {
      const [logicalId, ...attribute] = typeof argument === 'string' ? argument.split('.') : texts(argument, name);
      return attributeOf(logicalId ?? '', attribute.join('.'), references);
    }
    case 'Fn::Join': {
      const [separator, items] = list(argument, name);
      return texts(items, name).join(text(separator, name));
    }
    case 'Fn::Select': {
      const [index, items] = list(argument, name);
      const item = list(items, name)[Number(index)];
      if (item === undefined) throw new UnresolvedIntrinsic(`Fn::Select has no item ${String(index)}`);
      return item;
    }
    case 'Fn::Split': {
      const [separator, whole] = list(argument, name);
      return text(whole, name).split(text(separator, name));
    }
    case 'Fn::ImportValue': {
      const imported = references.exported(text(argument, name));
      if (imported === undefined) throw new UnresolvedIntrinsic(`no stack exports ${String(argument)}`);
      return imported;
    }
    default:
      throw new UnresolvedIntrinsic(`the function ${name} is not supported`);
  }
}

function substitute(raw: unknown, references: References): string {
  const [template, given] = Array.isArray(raw) ? raw : [raw, {}];
  const values = new Map(Object.entries(Object(resolveIntrinsics(given, references))));
  return text(template, 'Fn::Sub').replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal !== '') return `\${${name}}`;
    if (values.has(name)) return text(values.get(name), 'Fn::Sub');
    const [logicalId = '', ...attribute] = name.split('.');
    return attribute.length === 0 ? refOf(name, references) : attributeOf(logicalId, attribute.join('.'), references);
  });
}

function refOf(name: string, references: References): string {
  const value = references.ref(name);
  if (value === undefined) throw new UnresolvedIntrinsic(`there is nothing to refer to by the name ${name}`);
  return value;
}

function attributeOf(logicalId: string, attribute: string, references: References): string {
  const value = references.attribute(logicalId, attribute);
  if (value === undefined) throw new UnresolvedIntrinsic(`${logicalId} has no attribute ${attribute} here`);
  return value;
}

function list(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value)) throw new UnresolvedIntrinsic(`${name} needs a list`);
  return value;
}

function texts(value: unknown, name: string): string[] {
  return list(value, name).map((item) => text(item, name));
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new UnresolvedIntrinsic(`${name} needs text, got ${JSON.stringify(value)}`);
}
