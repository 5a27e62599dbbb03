import type { OperationModel } from './service-model.ts';
import type { Shape } from './shape.ts';

/** The parts of a request that have members of the input. */
export interface RequestParts {
  /** The members in the path, decoded. */
  readonly labels: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed body. Undefined if there is none. */
  readonly body: unknown;
}

/** The input of an operation, from the places its members are in, or what is wrong with them. */
export function readInput(
  model: OperationModel,
  { labels, query, body }: RequestParts,
): { readonly input: Record<string, unknown> } | { readonly faults: readonly string[] } {
  const shape = model.input();
  if (shape.type !== 'structure') throw new TypeError(`The input of ${model.name} is no structure`);
  if (body !== undefined && (typeof body !== 'object' || body === null || Array.isArray(body)))
    return { faults: ['The body must be an object'] };
  const faults: string[] = [];
  const known = new Set<string>();
  const fromQuery: [string, unknown][] = [];
  for (const [name, { place, shape: shapeOf }] of shape.members) {
    if (place.in !== 'body' && body !== undefined && Object.hasOwn(body, name))
      faults.push(`${name} belongs in the ${place.in}, not in the body`);
    if (place.in !== 'query') continue;
    known.add(place.name);
    const values = query.getAll(place.name);
    if (values.length > 0) fromQuery.push([name, fromText(shapeOf(), values)]);
  }
  for (const key of query.keys()) if (!known.has(key)) faults.push(`${model.name} has no query parameter ${key}`);
  if (faults.length > 0) return { faults };
  return { input: { ...body, ...Object.fromEntries(fromQuery), ...labels } };
}

/** A value from the query string. A text that is no number stays one, and is then refused by its shape. */
function fromText(shape: Shape, values: readonly string[]): unknown {
  if (shape.type === 'list') return values;
  const [value = ''] = values;
  if (values.length > 1) return values;
  if (shape.type === 'number') return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (shape.type === 'boolean') return { true: true, false: false }[value] ?? value;
  return value;
}
