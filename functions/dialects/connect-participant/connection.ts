import * as z from 'zod';
import type { ConnectionOutcome, WantedConnection } from '#core/chats/connect.ts';
import type { ChatUseCases } from '#core/chats/use-cases.ts';
import { toIso } from '#core/instant.ts';
import type { HttpAnswer } from '../http.ts';
import { mustBe, onceRead } from '../request-schema.ts';
import { chatKeyOf, clientToken, instant, members, shownWord } from './fields.ts';
import { participantRoute, refusedParticipant } from './problem.ts';

const types = ['WEBSOCKET', 'CONNECTION_CREDENTIALS'] as const;
const listError = mustBe(`a list of ${types.join(' and ')}`, shownWord);
const booleanError = mustBe('true or false', shownWord);

/**
 * Whoever has a token counts as connected already. So `ConnectParticipant` changes nothing, and given alone, as the clients
 * of agents do, it asks for nothing.
 */
const wanted = members({
  Type: z
    .array(z.unknown(), { error: listError })
    .refine(({ length }) => length >= 1 && length <= types.length, { error: listError })
    .pipe(z.array(z.enum(types, { error: mustBe(types.join(' or '), shownWord) })))
    .optional(),
  ConnectParticipant: z.boolean({ error: booleanError }).optional(),
})
  .refine(({ Type, ConnectParticipant }) => Type !== undefined || ConnectParticipant === true, {
    path: ['Type'],
    error: listError({}),
    when: onceRead('Type', 'ConnectParticipant'),
  })
  .transform(
    ({ Type = [] }): WantedConnection => ({
      websocket: Type.includes('WEBSOCKET'),
      credentials: Type.includes('CONNECTION_CREDENTIALS'),
    }),
  );

/** CreateParticipantConnection. */
export const createConnection = participantRoute({
  key: 'POST /participant/connection',
  tokenKind: 'participant',
  throttleShare: 0.03,
  request: z.object({ body: wanted }),
  answers: {
    200: z.strictObject({
      Websocket: z.strictObject({ Url: z.string(), ConnectionExpiry: instant }).optional(),
      ConnectionCredentials: z.strictObject({ ConnectionToken: z.string(), Expiry: instant }).optional(),
    }),
  },
  run: ({ requestConnection }: ChatUseCases, { body }, { claims }) => requestConnection(claims, body),
  render: renderConnection,
});

function renderConnection(outcome: ConnectionOutcome): HttpAnswer {
  if (outcome.type !== 'present') throw refusedParticipant(outcome.type);
  const { websocket, credentials } = outcome;
  return {
    status: 200,
    body: {
      ...(websocket && { Websocket: { Url: websocket.url, ConnectionExpiry: toIso(websocket.expiresAt) } }),
      ...(credentials && {
        ConnectionCredentials: { ConnectionToken: credentials.token, Expiry: toIso(credentials.expiresAt) },
      }),
    },
  };
}

/** DisconnectParticipant. Its client token is not needed: a participant who leaves twice has left. */
export const disconnect = participantRoute({
  key: 'POST /participant/disconnect',
  tokenKind: 'connection',
  throttleShare: 0.02,
  request: z.object({ body: members({ ClientToken: clientToken }).optional() }),
  answers: { 200: z.strictObject({}) },
  run: ({ leaveChat }: ChatUseCases, _, { claims }) => leaveChat(chatKeyOf(claims), claims.participantId),
  render(outcome) {
    if (outcome.type !== 'done') throw refusedParticipant(outcome.type);
    return { status: 200, body: {} };
  },
});
