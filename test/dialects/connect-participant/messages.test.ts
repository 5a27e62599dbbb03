import { describe, expect, test } from '@jest/globals';
import { someDay } from '../../support/agents.ts';
import { aParticipant } from '../../support/chats.ts';
import { answerOf, callOf } from '../call-route.ts';
import { aMessageOfLeia, answerTo, asking, invalid, key, routeOfCall } from './requests.ts';

const sendMessage = routeOfCall('message');
const sendEvent = routeOfCall('event');

const messageIn = async (body: unknown) => (await callOf(sendMessage, asking(body))).args[2];
const hello = { ContentType: 'text/plain', Content: 'Hello', ClientToken: 't1' };
const types =
  'text/plain or text/markdown or application/json or application/vnd.amazonaws.connect.message.interactive.response';
const interactive = 'application/vnd.amazonaws.connect.message.interactive.response';

describe('a message', () => {
  test('is sent by the participant of the token', async () => {
    expect(await callOf(sendMessage, asking(hello))).toEqual({
      useCase: 'sendMessage',
      args: [key, 'customer', { contentType: 'text/plain', content: 'Hello', clientToken: 't1' }],
    });
  });

  test('is text', async () => {
    expect(await messageIn(hello)).toEqual({ contentType: 'text/plain', content: 'Hello', clientToken: 't1' });
    expect(await messageIn({ ContentType: 'text/markdown', Content: ' **Hello**\n' })).toEqual({
      contentType: 'text/markdown',
      content: ' **Hello**\n',
    });
  });

  test.each(['application/json', interactive])('is JSON of type %s', async (ContentType) => {
    expect(await messageIn({ ContentType, Content: '{"a":1}' })).toEqual({
      contentType: ContentType,
      content: '{"a":1}',
    });
    expect(await messageIn({ ContentType, Content: 'null' })).toMatchObject({ content: 'null' });
  });

  test('may have as many characters as its type allows', async () => {
    const emoji = '🙂'.repeat(1_024);
    const json = `"${'🙂'.repeat(11_998)}"`;
    const ClientToken = 't'.repeat(500);
    expect(await messageIn({ ...hello, Content: emoji })).toMatchObject({ content: emoji });
    expect(await messageIn({ ...hello, ContentType: 'application/json', Content: json })).toMatchObject({
      content: json,
    });
    expect(await messageIn({ ...hello, ClientToken })).toMatchObject({ clientToken: ClientToken });
  });

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'Must be an object with ContentType, Content, ClientToken, but is missing'],
    ['a text', 'Hello Han', 'Must be an object with ContentType, Content, ClientToken, got 9 characters'],
    ['an empty object', {}, `ContentType: Must be ${types}, but is missing; Content: Must be a text, but is missing`],
    ['no text', { ...hello, Content: '' }, 'Content: Must be 1 to 1024 characters, got 0 characters'],
    [
      '1025 characters',
      { ...hello, Content: 'x'.repeat(1_025) },
      'Content: Must be 1 to 1024 characters, got 1025 characters',
    ],
    [
      '1025 characters of two units',
      { ...hello, Content: '🙂'.repeat(1_025) },
      'Content: Must be 1 to 1024 characters, got 1025 characters',
    ],
    [
      'half a character',
      { ...hello, Content: 'x\ud800' },
      'Content: Must be 1 to 1024 characters, got 2 characters, not all of them printable: U+D800',
    ],
    ['a number', { ...hello, Content: 5 }, 'Content: Must be a text, got a number'],
    ['null', { ...hello, Content: null }, 'Content: Must be a text, got null'],
    [
      'JSON as it is, not as a text',
      { ...hello, ContentType: 'application/json', Content: {} },
      'Content: Must be a text, got an object',
    ],
    [
      'no JSON',
      { ...hello, ContentType: 'application/json', Content: 'Hello' },
      'Content: Must be JSON, and cannot be read as such',
    ],
    [
      'JSON of 12001 characters',
      { ...hello, ContentType: interactive, Content: `"${'x'.repeat(11_999)}"` },
      'Content: Must be 1 to 12000 characters, got 12001 characters',
    ],
    ['a file', { ...hello, ContentType: 'text/csv' }, `ContentType: Must be ${types}, got "text/csv"`],
    [
      'a type with parameters',
      { ...hello, ContentType: 'text/plain; charset=utf-8' },
      `ContentType: Must be ${types}, got 25 characters`,
    ],
    [
      'text where the type should be',
      { ContentType: 'My card is 4111', Content: 'text/plain' },
      `ContentType: Must be ${types}, got 15 characters`,
    ],
    [
      'an empty client token',
      { ...hello, ClientToken: '' },
      'ClientToken: Must be 1 to 500 printable ASCII characters, got 0 characters',
    ],
    [
      'a long client token',
      { ...hello, ClientToken: 't'.repeat(501) },
      'ClientToken: Must be 1 to 500 printable ASCII characters, got 501 characters',
    ],
    [
      'a client token that is not ASCII',
      { ...hello, ClientToken: 'ü' },
      'ClientToken: Must be 1 to 500 printable ASCII characters, got 1 character',
    ],
    [
      'an unknown member',
      { ...hello, ConnectionToken: 't' },
      'ConnectionToken: Unknown key; known are ContentType, Content, ClientToken',
    ],
  ])('cannot be %s', async (_, body, message) => {
    expect(await answerTo(sendMessage, callOf(sendMessage, asking(body)))).toEqual(invalid(message));
  });
});

describe('the answer to a message', () => {
  const answerWith = (outcome: object) => answerOf(sendMessage, outcome, asking(hello));

  test('has its id and its time', async () => {
    expect(await answerWith({ type: 'sent', message: aMessageOfLeia() })).toEqual({
      status: 200,
      body: { Id: 'm1', AbsoluteTime: '2026-11-21T09:30:00.000Z' },
    });
  });

  test('is a conflict when the client token belongs to another message', async () => {
    const Message = 'ClientToken stands for another message already: give each message one of its own';
    expect(await answerTo(sendMessage, answerWith({ type: 'tokenReused' }))).toEqual([
      409,
      'ConflictException',
      { __type: 'ConflictException', Message },
    ]);
  });

  test('is a refusal when the chat has ended', async () => {
    expect(await answerTo(sendMessage, answerWith({ type: 'ended' }))).toEqual([
      403,
      'AccessDeniedException',
      { __type: 'AccessDeniedException', Message: 'The chat has ended' },
    ]);
  });
});

const event = (name: string) => `application/vnd.amazonaws.connect.event.${name}`;
const typing = { ContentType: event('typing') };
const read = { ContentType: event('message.read') };
const eventTypes = ['typing', 'message.delivered', 'message.read', 'connection.acknowledged'].map(event).join(' or ');

const eventIn = async (body: unknown) => (await callOf(sendEvent, asking(body))).args[2];

describe('an event of a participant', () => {
  test('is sent by the participant of the token', async () => {
    expect(await callOf(sendEvent, asking(typing))).toEqual({
      useCase: 'sendSignal',
      args: [key, 'customer', { contentType: event('typing') }],
    });
  });

  test('can be that the participant is typing', async () => {
    expect(await eventIn({ ...typing, ClientToken: 't1' })).toEqual({
      contentType: event('typing'),
      clientToken: 't1',
    });
    expect(await eventIn({ ...typing, Content: 'Hel' })).toEqual({ contentType: event('typing'), content: 'Hel' });
  });

  test.each([null, ''])('has no content if the content is %j', async (Content) => {
    expect(await eventIn({ ...typing, Content })).toEqual({ contentType: event('typing') });
  });

  test.each(['message.read', 'message.delivered'])(
    'can be a receipt (%s), whose content is the id of the message',
    async (name) => {
      const content = JSON.stringify({ messageId: 'm1', disableThrottle: true });
      expect(await eventIn({ ContentType: event(name), Content: content })).toEqual({
        contentType: event(name),
        content: 'm1',
      });
    },
  );

  test('can be that the client is connected, which older clients send', async () => {
    expect(await eventIn({ ContentType: event('connection.acknowledged') })).toEqual({
      contentType: event('connection.acknowledged'),
    });
  });

  test.each([
    'participant.idle',
    'participant.returned',
    'participant.autodisconnection',
    'participant.joined',
    'participant.left',
    'chat.ended',
    'transfer.succeeded',
    'message.metadata',
  ])('cannot be %s, which only Lastcall sends', async (name) => {
    const message = `ContentType: Must be an event of a participant: only Lastcall sends ${name}`;
    const work = callOf(sendEvent, asking({ ContentType: event(name) }));
    expect(await answerTo(sendEvent, work)).toEqual(invalid(message));
  });

  const receipt = 'Content: Must be {"messageId": "…"} for a receipt';
  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'Must be an object with ContentType, Content, ClientToken, but is missing'],
    ['one without a type', {}, `ContentType: Must be ${eventTypes}, but is missing`],
    ['a message', { ContentType: 'text/plain', Content: 'x' }, `ContentType: Must be ${eventTypes}, got "text/plain"`],
    [
      'somebody else’s event',
      { ContentType: 'application/vnd.otherones.connect.event.participant.idle' },
      `ContentType: Must be ${eventTypes}, got "application/vnd.otherones.connect.event.participant.idle"`,
    ],
    [
      'text in place of a type',
      { ContentType: event('My card!') },
      `ContentType: Must be ${eventTypes}, got 48 characters`,
    ],
    ['a receipt of nothing', read, `${receipt}, but is missing`],
    ['a receipt of null', { ...read, Content: null }, `${receipt}, but is missing`],
    ['a receipt that is no JSON', { ...read, Content: 'm1' }, `${receipt}, got 2 characters`],
    ['a receipt of another key', { ...read, Content: '{"MessageId":"m1"}' }, `${receipt}, got 18 characters`],
    ['a receipt of an empty id', { ...read, Content: '{"messageId":""}' }, `${receipt}, got 16 characters`],
    ['a receipt of a number', { ...read, Content: '{"messageId":1}' }, `${receipt}, got 15 characters`],
    [
      'a receipt as it is, not as a text',
      { ...read, Content: { messageId: 'm1' } },
      'Content: Must be a text of at most 1024 characters, got an object',
    ],
    [
      'one of 1025 characters',
      { ...typing, Content: 'x'.repeat(1_025) },
      'Content: Must be a text of at most 1024 characters, got 1025 characters',
    ],
    [
      'one with a wrong client token',
      { ...typing, ClientToken: 5 },
      'ClientToken: Must be 1 to 500 printable ASCII characters, got a number',
    ],
  ])('cannot be %s', async (_, body, message) => {
    expect(await answerTo(sendEvent, callOf(sendEvent, asking(body)))).toEqual(invalid(message));
  });

  test('is answered with its id and its time', async () => {
    const signal = { contentType: event('typing'), signalId: 's1', at: someDay, sender: aParticipant() };
    expect(await answerOf(sendEvent, { type: 'sent', signal }, asking(typing))).toEqual({
      status: 200,
      body: { Id: 's1', AbsoluteTime: '2026-11-21T09:30:00.000Z' },
    });
    const left = await answerTo(sendEvent, answerOf(sendEvent, { type: 'left' }, asking(typing)));
    expect(left[0]).toBe(403);
  });
});
