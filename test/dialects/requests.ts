import { type Caller, type Scope, scopes } from '#core/access/access.ts';
import type { HttpAnswer, HttpRequest } from '#dialects/http.ts';

/** A caller of instance `demo` with these scopes. */
export const aCaller = (...scopes: readonly Scope[]): Caller => ({
  callerId: 'supervisor',
  instanceId: 'demo',
  scopes,
});

/** A request of a caller with every scope, without path, query and body. */
export const aRequest = (overrides: Partial<HttpRequest> = {}): HttpRequest => ({
  caller: aCaller(...scopes),
  path: {},
  query: {},
  headers: {},
  body: undefined,
  sourceIp: '203.0.113.9',
  url: 'https://api.example.com/v1/force-logouts',
  ...overrides,
});

/** The body as it is sent. */
export const sent = ({ body }: HttpAnswer): string => JSON.stringify(body);
