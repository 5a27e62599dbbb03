import { describe, expect, test } from '@jest/globals';
import { seconds } from '#core/instant.ts';
import { someDay } from '../../support/agents.ts';
import { aChat } from '../../support/chats.ts';
import { answerOf, callOf } from '../call-route.ts';
import { answerTo, asking, claims, invalid, key, routeOfCall } from './requests.ts';

const connect = routeOfCall('connection');
const disconnect = routeOfCall('disconnect');
const wantedBy = async (body: unknown) => (await callOf(connect, asking(body))).args[1];

describe('a client', () => {
  test('connects as the participant of its token', async () => {
    expect(await callOf(connect, asking({ Type: ['WEBSOCKET'] }))).toEqual({
      useCase: 'requestConnection',
      args: [claims, { websocket: true, credentials: false }],
    });
  });

  test('names what it wants to connect with', async () => {
    const both = { websocket: true, credentials: true };
    expect(await wantedBy({ Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'], ConnectParticipant: true })).toEqual(both);
    expect(await wantedBy({ Type: ['CONNECTION_CREDENTIALS', 'WEBSOCKET'] })).toEqual(both);
    expect(await wantedBy({ Type: ['WEBSOCKET'] })).toEqual({ websocket: true, credentials: false });
    expect(await wantedBy({ Type: ['CONNECTION_CREDENTIALS'], ConnectParticipant: false })).toEqual({
      websocket: false,
      credentials: true,
    });
  });

  test('of an agent may want nothing, and only report that it is there', async () => {
    expect(await wantedBy({ ConnectParticipant: true })).toEqual({ websocket: false, credentials: false });
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
  ])('cannot send %j', async (body, message) => {
    expect(await answerTo(connect, callOf(connect, asking(body)))).toEqual(invalid(message));
  });
});

describe('the answer to a client that connects', () => {
  const websocket = { url: 'wss://abc.execute-api.us-east-1.amazonaws.com/live?token=t1', expiresAt: someDay };
  const credentials = { token: 't2', expiresAt: someDay + seconds(86_400) };
  const Websocket = { Url: websocket.url, ConnectionExpiry: '2026-11-21T09:30:00.000Z' };
  const ConnectionCredentials = { ConnectionToken: 't2', Expiry: '2026-11-22T09:30:00.000Z' };

  const answerWith = (outcome: object) => answerOf(connect, outcome, asking({ ConnectParticipant: true }));

  test('has what the client wanted, and nothing else', async () => {
    const body = (issued: Partial<{ websocket: typeof websocket; credentials: typeof credentials }>) =>
      answerWith({ type: 'present', ...issued });
    expect(await body({ websocket, credentials })).toEqual({ status: 200, body: { Websocket, ConnectionCredentials } });
    expect(await body({ websocket })).toEqual({ status: 200, body: { Websocket } });
    expect(await body({ credentials })).toEqual({ status: 200, body: { ConnectionCredentials } });
    expect(await body({})).toEqual({ status: 200, body: {} });
  });

  test.each([
    ['ended', 'The chat has ended'],
    ['left', 'The participant of this token has left the chat, or was disconnected from it'],
    ['unknownChat', 'The chat of this token is over and has been forgotten'],
    ['unknownParticipant', 'The chat of this token does not know its participant'],
  ])('is 403 when the outcome is %s, which a stock client takes for the end', async (type, Message) => {
    expect(await answerTo(connect, answerWith({ type }))).toEqual([
      403,
      'AccessDeniedException',
      { __type: 'AccessDeniedException', Message },
    ]);
  });
});

describe('a participant who leaves', () => {
  test.each([undefined, {}, { ClientToken: 't1' }])('can send %j', async (body) => {
    expect(await callOf(disconnect, asking(body))).toEqual({ useCase: 'leaveChat', args: [key, 'customer'] });
    expect(await answerOf(disconnect, { type: 'done', chat: aChat() }, asking(body))).toEqual({
      status: 200,
      body: {},
    });
  });

  test.each<[unknown, string]>([
    [{ ClientToken: '' }, 'ClientToken: Must be 1 to 500 printable ASCII characters, got 0 characters'],
    [[], 'Must be an object with ClientToken, got a list of 0'],
  ])('cannot send %j', async (body, message) => {
    expect(await answerTo(disconnect, callOf(disconnect, asking(body)))).toEqual(invalid(message));
  });

  test.each(['unknownChat', 'unknownParticipant'])('is refused when the outcome is %s', async (type) => {
    const answer = await answerTo(disconnect, answerOf(disconnect, { type }, asking({})));
    expect(answer.slice(0, 2)).toEqual([403, 'AccessDeniedException']);
  });
});
