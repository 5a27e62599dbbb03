import { type Fault, isObject, type Resource, shown, type Template } from './fault.ts';

/** Where a template is deployed. */
export interface Place {
  readonly partition: 'aws' | 'aws-cn' | 'aws-us-gov';
  readonly region: string;
  readonly stackName: string;
}

/** What an intrinsic function would return there. */
export type Resolve = (value: unknown) => unknown;

const accountId = '123456789012';

/** The one member of an object that is a call of an intrinsic function. */
export function intrinsicOf(value: unknown): { readonly name: string; readonly argument: unknown } | undefined {
  if (!isObject(value)) return undefined;
  const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
  return others.length === 0 && (name === 'Ref' || name.startsWith('Fn::')) ? { name, argument } : undefined;
}

/** The logical ids and attributes that a value refers to: `[id]` for `Ref`, `[id, attribute]` for `Fn::GetAtt`. */
export function referencesIn(value: unknown): readonly (readonly [id: string, attribute?: string])[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  const { name, argument } = intrinsicOf(value) ?? {};
  if (name === 'Ref') return [[String(argument)]];
  if (name === 'Fn::GetAtt') {
    const [id = '', ...attribute] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
    return [[id, attribute.join('.')]];
  }
  if (name === 'Fn::Sub') {
    const [text, variables = {}] = Array.isArray(argument) ? argument : [argument];
    const own = isObject(variables) ? variables : {};
    const inText = [...String(text).matchAll(/\$\{([^!}][^}]*)\}/g)].flatMap(([, reference = '']) => {
      const [id = '', ...attribute] = reference.split('.');
      if (id in own) return [];
      return [attribute.length === 0 ? ([id] as const) : ([id, attribute.join('.')] as const)];
    });
    return [...inText, ...referencesIn(own)];
  }
  return Object.values(value).flatMap(referencesIn);
}

/**
 * Replaces intrinsic functions by what they would return: exactly where that is known, such as the partition, and by a text
 * of the usual form and length for what only a deployment knows, such as the ARN of a queue.
 */
export function makeResolve({ Resources }: Template, place: Place): Resolve {
  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::AccountId': accountId,
    'AWS::NotificationARNs': [],
    'AWS::Partition': place.partition,
    'AWS::Region': place.region,
    'AWS::StackId': `arn:${place.partition}:cloudformation:${place.region}:${accountId}:stack/${place.stackName}/1`,
    'AWS::StackName': place.stackName,
    'AWS::URLSuffix': place.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
  };
  const attributeOf = (id: string, attribute?: string): unknown => {
    const resource = Resources[id];
    if (attribute === undefined) return pseudo[id] ?? nameOf(id, resource, place);
    if (!/Arn$/.test(attribute)) return `${nameOf(id, resource, place)}.${attribute}`;
    const service = resource?.Type.split('::')[1]?.toLowerCase();
    return `arn:${place.partition}:${service}:${place.region}:${accountId}:${nameOf(id, resource, place)}`;
  };
  const substitute = (text: string, own: Readonly<Record<string, unknown>>) =>
    text.replaceAll(/\$\{([^!}][^}]*)\}/g, (_, reference: string) => {
      const [id = '', ...attribute] = reference.split('.');
      return String(own[id] ?? attributeOf(id, attribute.length === 0 ? undefined : attribute.join('.')));
    });
  const call = (name: string, argument: unknown): unknown => {
    const list = Array.isArray(argument) ? argument.map(resolve) : [];
    switch (name) {
      case 'Ref':
      case 'Fn::GetAtt': {
        const [[id, attribute] = ['']] = referencesIn({ [name]: argument });
        return attributeOf(id, attribute);
      }
      case 'Fn::Join':
        return Array.isArray(list[1]) ? list[1].join(String(list[0])) : String(list[1]);
      case 'Fn::Split':
        return String(list[1]).split(String(list[0]));
      case 'Fn::Select':
        return Array.isArray(list[1]) ? (list[1][Number(list[0])] ?? '') : '';
      case 'Fn::Sub':
        return Array.isArray(argument)
          ? substitute(String(list[0]), isObject(list[1]) ? list[1] : {})
          : substitute(String(argument), {});
      case 'Fn::ImportValue':
        return `arn:${place.partition}:imported:${place.region}:${accountId}:${String(resolve(argument))}`;
      default:
        return undefined;
    }
  };
  const resolve: Resolve = (value) => {
    if (Array.isArray(value)) return value.map(resolve);
    if (!isObject(value)) return value;
    const intrinsic = intrinsicOf(value);
    if (intrinsic) return call(intrinsic.name, intrinsic.argument);
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolve(member)]));
  };
  return resolve;
}

/** CloudFormation makes a name of stack, logical id and 13 random characters where the template gives none. */
function nameOf(id: string, resource: Resource | undefined, { stackName }: Place): string {
  const given = Object.entries(resource?.Properties ?? {}).find(([name]) => /^(\w+)?Name$/.test(name))?.[1];
  return typeof given === 'string' ? given : `${stackName}-${id}`.slice(0, 50).concat('-XXXXXXXXXXXXX');
}

const known = new Set(['Ref', 'Fn::GetAtt', 'Fn::Join', 'Fn::Split', 'Fn::Select', 'Fn::Sub', 'Fn::ImportValue']);

/** Calls of intrinsic functions that do not exist, or that these templates have no use for. */
export function unknownIntrinsics(where: string, value: unknown, path: Fault['path'] = []): readonly Fault[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => unknownIntrinsics(where, item, [...path, at]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    ...(name.startsWith('Fn::') && !known.has(name)
      ? [
          {
            where,
            path,
            wrong: `${name} is called with ${shown(member)}`,
            right: `it must be one of ${[...known].join(', ')}`,
          },
        ]
      : []),
    ...unknownIntrinsics(where, member, [...path, name]),
  ]);
}
