import { describe, expect, test } from '@jest/globals';
import { seconds } from '#core/instant.ts';
import { parseConnection, renderConnection } from '#dialects/connect-participant/connection.ts';
import { someDay } from '../../support/agents.ts';
import { answerTo, asking, invalid } from './requests.ts';

const parse = (body: unknown) => parseConnection(asking(body));

describe('what a client wants to be connected by', () => {
  test('is named', () => {
    const both = { websocket: true, credentials: true };
    expect(parse({ Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'], ConnectParticipant: true })).toEqual(both);
    expect(parse({ Type: ['CONNECTION_CREDENTIALS', 'WEBSOCKET'] })).toEqual(both);
    expect(parse({ Type: ['WEBSOCKET'] })).toEqual({ websocket: true, credentials: false });
    expect(parse({ Type: ['CONNECTION_CREDENTIALS'], ConnectParticipant: false })).toEqual({
      websocket: false,
      credentials: true,
    });
  });

  test('may be nothing for an agent’s client, which only says that it is there', () => {
    expect(parse({ ConnectParticipant: true })).toEqual({ websocket: false, credentials: false });
  });

  const list = 'Type: Must be a list of WEBSOCKET and CONNECTION_CREDENTIALS';
  const one = 'Must be WEBSOCKET or CONNECTION_CREDENTIALS';
  test.each<[unknown, string]>([
    [undefined, 'Must be an object with Type, ConnectParticipant, but is missing'],
    [['WEBSOCKET'], 'Must be an object with Type, ConnectParticipant, got a list of 1'],
    [{}, `${list}, but is missing`],
    [{ ConnectParticipant: false }, `${list}, but is missing`],
    [{ Type: [] }, `${list}, got a list of 0`],
    [{ Type: ['WEBSOCKET', 'WEBSOCKET', 'WEBSOCKET'] }, `${list}, got a list of 3`],
    [{ Type: 'WEBSOCKET' }, `${list}, got "WEBSOCKET"`],
    [{ Type: null }, `${list}, got null`],
    [{ Type: ['websocket'] }, `Type[0]: ${one}, got "websocket"`],
    [{ Type: ['WEBSOCKET', null] }, `Type[1]: ${one}, got null`],
    [{ Type: ['WEBSOCKET'], ConnectParticipant: 'true' }, 'ConnectParticipant: Must be true or false, got "true"'],
    [
      { Type: ['WEBSOCKET'], ParticipantToken: 't' },
      'ParticipantToken: Unknown key; known are Type, ConnectParticipant',
    ],
    [
      { Type: ['HTTP'], ConnectParticipant: 1 },
      `Type[0]: ${one}, got "HTTP"; ConnectParticipant: Must be true or false, got 1`,
    ],
  ])('is not %j', (body, message) => {
    expect(answerTo(() => parse(body))).toEqual(invalid(message));
  });
});

describe('a client is connected', () => {
  const websocket = { url: 'wss://abc.execute-api.us-east-1.amazonaws.com/live?token=t1', expiresAt: someDay };
  const credentials = { token: 't2', expiresAt: someDay + seconds(86_400) };
  const Websocket = { Url: websocket.url, ConnectionExpiry: '2026-11-21T09:30:00.000Z' };
  const ConnectionCredentials = { ConnectionToken: 't2', Expiry: '2026-11-22T09:30:00.000Z' };

  test('by what it wanted, and nothing else', () => {
    const body = (says: Partial<{ websocket: typeof websocket; credentials: typeof credentials }>) =>
      renderConnection({ type: 'present', ...says });
    expect(body({ websocket, credentials })).toEqual({ status: 200, body: { Websocket, ConnectionCredentials } });
    expect(body({ websocket })).toEqual({ status: 200, body: { Websocket } });
    expect(body({ credentials })).toEqual({ status: 200, body: { ConnectionCredentials } });
    expect(body({})).toEqual({ status: 200, body: {} });
  });

  test.each([
    ['ended', 'The chat has ended'],
    ['left', 'The participant of this token has left the chat, or was disconnected from it'],
    ['unknownChat', 'The chat of this token is over and has been forgotten'],
    ['unknownParticipant', 'The chat of this token does not know its participant'],
  ] as const)('unless it is over (%s): 403, by which a stock client knows it', (type, Message) => {
    expect(answerTo(() => renderConnection({ type }))).toEqual([403, 'AccessDeniedException', { Message }]);
  });
});
