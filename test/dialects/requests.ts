import * as z from 'zod';
import { type Caller, type Scope, scopes } from '#core/access/access.ts';
import type { HttpAnswer, HttpRequest } from '#dialects/http.ts';

/** A caller of instance `demo` with these scopes. */
export const aCaller = (...scopes: readonly Scope[]): Caller => ({
  callerId: 'supervisor',
  instanceId: 'demo',
  scopes,
});

/** Where `aRequest` comes from. */
export const anOrigin = { via: 'apiKey', ipAddress: '203.0.113.9' } as const;

/** Where a request comes from that may come from anywhere. */
export const anyOrigin = z.strictObject({
  via: z.literal('apiKey'),
  ipAddress: z.union([z.ipv4(), z.ipv6()]).optional(),
});

/** A request of a caller with every scope, without path, query and body. */
export const aRequest = (overrides: Partial<HttpRequest> = {}): HttpRequest => ({
  caller: aCaller(...scopes),
  path: {},
  query: {},
  headers: {},
  body: undefined,
  sourceIp: '203.0.113.9',
  via: 'apiKey',
  url: 'https://api.example.com/v1/force-logouts',
  ...overrides,
});

/** The body as it is sent. */
export const sent = ({ body }: HttpAnswer): string => JSON.stringify(body);
