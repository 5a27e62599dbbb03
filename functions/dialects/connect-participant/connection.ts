import * as z from 'zod';
import type { Absence } from '#core/chats/chat.ts';
import { type Instant, toIso } from '#core/instant.ts';
import type { HttpAnswer } from '../http.ts';
import { mustBe } from '../must-be.ts';
import { onceRead, parseRequest } from '../request-schema.ts';
import { members, shownWord } from './fields.ts';
import { refusedParticipant } from './refusals.ts';
import type { ParticipantRequest } from './request.ts';

/** What a participant wants to be connected by. */
export interface ConnectionWish {
  readonly websocket: boolean;
  readonly credentials: boolean;
}

const types = ['WEBSOCKET', 'CONNECTION_CREDENTIALS'] as const;
const listError = mustBe(`a list of ${types.join(' and ')}`, shownWord);
const booleanError = mustBe('true or false', shownWord);

const connection = z.object({
  body: members({
    Type: z
      .array(z.unknown(), { error: listError })
      .refine(({ length }) => length >= 1 && length <= types.length, { error: listError })
      .pipe(z.array(z.enum(types, { error: mustBe(types.join(' or '), shownWord) })))
      .optional(),
    ConnectParticipant: z.boolean({ error: booleanError }).optional(),
  }).refine(({ Type, ConnectParticipant }) => Type !== undefined || ConnectParticipant === true, {
    path: ['Type'],
    error: listError({}),
    when: onceRead('Type', 'ConnectParticipant'),
  }),
});

/**
 * `POST /participant/connection`: CreateParticipantConnection. Whoever holds a token is connected as it is; so
 * `ConnectParticipant` changes nothing, and given alone, as agents' clients do, it asks for nothing.
 */
export function parseConnection(request: ParticipantRequest): ConnectionWish {
  const { Type = [] } = parseRequest(connection, request).body;
  return { websocket: Type.includes('WEBSOCKET'), credentials: Type.includes('CONNECTION_CREDENTIALS') };
}

/** What a participant is connected by, as far as it was wished for. */
export interface Connection {
  readonly websocket?: { readonly url: string; readonly expiresAt: Instant };
  readonly credentials?: { readonly token: string; readonly expiresAt: Instant };
}

/** @throws RefusedRequest when nobody of this id is in the chat. */
export function renderConnection(
  outcome: ({ readonly type: 'present' } & Connection) | { readonly type: Absence },
): HttpAnswer {
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
