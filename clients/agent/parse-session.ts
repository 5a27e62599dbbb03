import { numberIn, textIn } from './outside.ts';
import type { Ending, SignedIn } from './session.ts';

/** After how long a session ends if nothing is heard of its page. */
export const leaseMs = ({ signedInAt, leaseExpiresAt }: SignedIn): number =>
  Date.parse(leaseExpiresAt) - Date.parse(signedInAt);

/** @returns undefined for what no sign-in with a lease answers */
export function parseSignedIn(value: unknown): SignedIn | undefined {
  const members = ['sessionId', 'token', 'signedInAt', 'leaseExpiresAt'];
  const [sessionId = '', token = '', signedInAt = '', leaseExpiresAt = ''] = members.map((name) => textIn(value, name));
  const signedIn = { sessionId, token, signedInAt, leaseExpiresAt };
  return sessionId && token && leaseMs(signedIn) > 0 ? signedIn : undefined;
}

/** What is said of an end, or of one to come. */
export function parseEnding(value: unknown): Ending {
  return {
    cause: numberIn(value, 'cause'),
    at: textIn(value, 'at'),
    reason: textIn(value, 'reason'),
    message: textIn(value, 'message'),
  };
}
