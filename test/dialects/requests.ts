import { type Caller, type Scope, scopes } from '#core/access/access.ts';
import { type Fault, type HttpAnswer, type HttpRequest, RefusedRequest } from '#dialects/http.ts';

/** A caller of instance `demo` who may do these things. */
export const aCaller = (...scopes: readonly Scope[]): Caller => ({
  callerId: 'supervisor',
  instanceId: 'demo',
  scopes,
});

/** A request by a caller who may do everything here, without path, query and body. */
export const aRequest = (says: Partial<HttpRequest> = {}): HttpRequest => ({
  caller: aCaller(...scopes),
  path: {},
  query: {},
  headers: {},
  body: undefined,
  sourceIp: '203.0.113.9',
  url: 'https://api.example.com/v1/force-logouts',
  ...says,
});

/** Why the work was refused. Anything but a refusal is the test's failure. */
export function refusalOf(work: () => unknown): RefusedRequest['problem'] {
  try {
    work();
  } catch (error) {
    if (error instanceof RefusedRequest) return error.problem;
    throw error;
  }
  throw new Error('The request was not refused');
}

/** The faults of bad input. */
export function faultsOf(work: () => unknown): readonly Fault[] {
  const problem = refusalOf(work);
  if (problem.type !== 'badInput') throw new Error(`Refused as ${problem.type}`);
  return problem.faults;
}

/** The body as it travels. */
export const sent = ({ body }: HttpAnswer): string => JSON.stringify(body);
