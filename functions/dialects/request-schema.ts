import * as z from 'zod';
import { faultsOf } from './faults.ts';
import { RefusedRequest } from './http.ts';
import { mustBe } from './must-be.ts';

/**
 * An object with these keys and no others: an unknown key might be a wish that would go unheard. `got` is how a message
 * shows what came in place of an object.
 */
export function closedObject<Shape extends z.core.$ZodShape>(shape: Shape, got?: (value: unknown) => string) {
  const keys = Object.keys(shape);
  const known = keys.length > 0 ? `known are ${keys.join(', ')}` : 'there are none to give';
  const must = mustBe(keys.length > 0 ? `an object with ${keys.join(', ')}` : 'left out', got);
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? `Unknown key; ${known}` : must(issue)),
  });
}

/** Lets a check across keys speak beside faults of other keys, so that one answer names them all. */
export const onceRead =
  (...keys: readonly string[]) =>
  ({ issues }: z.core.ParsePayload): boolean =>
    !issues.some(({ path = [], code }) =>
      path.length === 0 ? code !== 'unrecognized_keys' : keys.includes(String(path[0])),
    );

/** The query of a route that takes none. */
export const noQuery = closedObject({});

/** The body of a route that takes none. */
export const noBody = closedObject({}).optional();

/**
 * Reads the parts of a request that the schema names: path, query and body.
 * @throws RefusedRequest `badInput` with every fault in all of them.
 */
export function parseRequest<Output>(schema: z.ZodType<Output>, request: { readonly body: unknown }): Output {
  // Compiling a schema costs more than a request saves by it.
  const read = schema.safeParse(request, { jitless: true });
  if (read.success) return read.data;
  throw new RefusedRequest({ type: 'badInput', faults: faultsOf(read.error.issues) });
}
