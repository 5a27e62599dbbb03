import { beforeEach, expect, test } from '@jest/globals';
import { tokenValidity } from '#core/retention.ts';
import { participantRoutes } from '#dialects/connect-participant/routes.ts';
import { http } from '#runtime/http.ts';
import { someClaims, testTokens } from '../support/tokens.ts';
import { anEvent, answerTo, silenceLog } from './http-events.ts';

beforeEach(silenceLog);

/** The answers to a request with a token, as the function for participants gives them. */
function participants() {
  const { tokens, clock } = testTokens();
  // No use case is called with a token that is refused.
  const handler = http(participantRoutes, {} as never, { tokens });
  return {
    tokens,
    clock,
    call(routeKey: string, token: string) {
      const headers = { 'x-amz-bearer': token, 'content-type': 'application/json' };
      return answerTo(handler, anEvent(routeKey, { headers, body: '{}' }));
    },
  };
}

test.each([
  [
    'participant',
    'connection',
    'The participant token has expired: the server that started or joined the chat gets a new one by repeating that request',
  ],
  ['connection', 'message', 'The token has expired: POST /participant/connection gives a new one'],
] as const)(
  'an expired %s token is answered as Amazon Connect does, and says who has a new one',
  async (kind, path, Message) => {
    const { tokens, clock, call } = participants();
    const token = await tokens.issue({ ...someClaims, kind, expiresAt: clock.at + tokenValidity[kind] });
    clock.at += tokenValidity[kind];
    const { statusCode, headers, json } = await call(`POST /participant/${path}`, token);
    expect(statusCode).toBe(403);
    expect(headers).toMatchObject({ 'x-amzn-ErrorType': 'AccessDeniedException' });
    expect(json).toEqual({ __type: 'AccessDeniedException', Message });
  },
);
