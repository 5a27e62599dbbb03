import { describe, expect, test } from '@jest/globals';
import { parseDisconnect, renderDisconnect } from '#dialects/connect-participant/disconnect.ts';
import { parseSignal, renderSignal } from '#dialects/connect-participant/event.ts';
import { someDay } from '../../support/agents.ts';
import { aChat, aParticipant } from '../../support/chats.ts';
import { answerTo, asking, invalid } from './requests.ts';

const parse = (body: unknown) => parseSignal(asking(body));
const event = (name: string) => `application/vnd.amazonaws.connect.event.${name}`;
const typing = { ContentType: event('typing') };
const read = { ContentType: event('message.read') };
const types = ['typing', 'message.delivered', 'message.read', 'connection.acknowledged'].map(event).join(' or ');

describe('an event of a participant', () => {
  test('is that they type', () => {
    expect(parse({ ...typing, ClientToken: 't1' })).toEqual({ contentType: event('typing'), clientToken: 't1' });
    expect(parse({ ...typing, Content: 'Hel' })).toEqual({ contentType: event('typing'), content: 'Hel' });
  });

  test.each([null, ''])('has no content if it is %j', (Content) => {
    expect(parse({ ...typing, Content })).toEqual({ contentType: event('typing') });
  });

  test.each(['message.read', 'message.delivered'])('is a receipt (%s), whose content is the message’s id', (name) => {
    const content = JSON.stringify({ messageId: 'm1', disableThrottle: true });
    expect(parse({ ContentType: event(name), Content: content })).toEqual({
      contentType: event(name),
      content: 'm1',
    });
  });

  test('is that they are there, as older clients say', () => {
    expect(parse({ ContentType: event('connection.acknowledged') })).toEqual({
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
  ])('is not %s, which only Lastcall sends', (name) => {
    const message = `ContentType: Must be an event of a participant: only Lastcall sends ${name}`;
    expect(answerTo(() => parse({ ContentType: event(name) }))).toEqual(invalid(message));
  });

  const receipt = 'Content: Must be {"messageId": "…"} for a receipt';
  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'Must be an object with ContentType, Content, ClientToken, but is missing'],
    ['one without a type', {}, `ContentType: Must be ${types}, but is missing`],
    ['a message', { ContentType: 'text/plain', Content: 'x' }, `ContentType: Must be ${types}, got "text/plain"`],
    [
      'somebody else’s event',
      { ContentType: 'application/vnd.otherones.connect.event.participant.idle' },
      `ContentType: Must be ${types}, got "application/vnd.otherones.connect.event.participant.idle"`,
    ],
    ['words', { ContentType: event('My card!') }, `ContentType: Must be ${types}, got 48 characters`],
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
  ])('is not %s', (_, body, message) => {
    expect(answerTo(() => parse(body))).toEqual(invalid(message));
  });

  test('is answered with its id and its time', () => {
    const signal = { contentType: event('typing'), signalId: 's1', at: someDay, sender: aParticipant() };
    expect(renderSignal({ type: 'sent', signal })).toEqual({
      status: 200,
      body: { Id: 's1', AbsoluteTime: '2026-11-21T09:30:00.000Z' },
    });
    expect(answerTo(() => renderSignal({ type: 'left' }))[0]).toBe(403);
  });
});

describe('a participant who leaves', () => {
  test.each([undefined, {}, { ClientToken: 't1' }])('says no more than that: %j', (body) => {
    expect(parseDisconnect(asking(body))).toBeUndefined();
    expect(renderDisconnect({ type: 'done', chat: aChat() })).toEqual({ status: 200, body: {} });
  });

  test('is told of what cannot be read', () => {
    expect(answerTo(() => parseDisconnect(asking({ ClientToken: '' })))).toEqual(
      invalid('ClientToken: Must be 1 to 500 printable ASCII characters, got 0 characters'),
    );
    expect(answerTo(() => parseDisconnect(asking([])))).toEqual(
      invalid('Must be an object with ClientToken, got a list of 0'),
    );
  });

  test.each(['unknownChat', 'unknownParticipant'] as const)('is denied it where there is %s', (type) => {
    expect(answerTo(() => renderDisconnect({ type })).slice(0, 2)).toEqual([403, 'AccessDeniedException']);
  });
});
