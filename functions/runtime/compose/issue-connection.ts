import type { ParticipantPass } from '#core/access/passes.ts';
import { minutes, seconds } from '#core/instant.ts';
import { env } from '../env.ts';
import { clock } from './clock.ts';
import { passes } from './passes.ts';

/** So long the stock clients count on an address, and on a token. */
const socketGoodFor = seconds(100);
const tokenGoodFor = minutes(24 * 60);

/** The address of a WebSocket, and the token for messages, each if it is wanted. */
export async function issueConnection(
  pass: ParticipantPass,
  wanted: { readonly websocket: boolean; readonly credentials: boolean },
) {
  const now = clock.now();
  const issue = async (kind: ParticipantPass['kind'], goodFor: number) => {
    const expiresAt = now + goodFor;
    return { token: await passes.issue({ ...pass, kind, expiresAt }), expiresAt };
  };
  const socket = wanted.websocket ? await issue('socket', socketGoodFor) : undefined;
  const credentials = wanted.credentials ? await issue('connection', tokenGoodFor) : undefined;
  return {
    ...(socket && { websocket: { url: `${env('SOCKET_URL')}?token=${socket.token}`, expiresAt: socket.expiresAt } }),
    ...(credentials && { credentials }),
  };
}
