import * as z from 'zod';
import type { ChatOutcome } from '#core/chats/change.ts';
import type { HttpAnswer } from '../http.ts';
import { parseRequest } from '../request-schema.ts';
import { clientToken, members } from './fields.ts';
import { refusedParticipant } from './refusals.ts';
import type { ParticipantRequest } from './request.ts';

const disconnect = z.object({ body: members({ ClientToken: clientToken }).optional() });

/** `POST /participant/disconnect`: DisconnectParticipant. Its token is for nothing: who has left has left. */
export function parseDisconnect(request: ParticipantRequest): void {
  parseRequest(disconnect, request);
}

/** @throws RefusedRequest when there was nobody to leave. Leaving twice is leaving. */
export function renderDisconnect(outcome: ChatOutcome<'unknownChat' | 'unknownParticipant'>): HttpAnswer {
  if (outcome.type !== 'done') throw refusedParticipant(outcome.type);
  return { status: 200, body: {} };
}
