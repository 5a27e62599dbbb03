import type { HttpAnswer } from '../http.ts';

/** The retcodes of the agent gateway that are answered here; everything but `success` is a failure. */
const retcodes = {
  success: '0',
  wrongParameter: '000-002',
  noPermission: '000-003',
  oneself: '000-005',
  unreadable: '000-006',
  overlapping: '000-007',
  wrongSignIn: '100-001',
  alreadySignedIn: '100-002',
  wrongPassword: '100-004',
  wrongCause: '100-005',
  notSignedIn: '100-006',
  failed: '100-007',
  alreadySignedOut: '100-008',
  busy: '100-010',
} as const;

export type Retcode = keyof typeof retcodes;

/** An answer of the gateway. The status is 200 whatever has happened: a client looks at the retcode. */
export const gatewayAnswer = (
  retcode: Retcode,
  message: string,
  { headers, ...more }: { readonly headers?: HttpAnswer['headers']; readonly [key: string]: unknown } = {},
): HttpAnswer => ({
  status: 200,
  ...(headers && { headers }),
  body: { message, retcode: retcodes[retcode], ...more },
});
