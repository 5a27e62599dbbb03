import { describe, expect, test } from '@jest/globals';
import { parseChatNotification } from '../../functions/backends/amazon-connect/chat-notification.ts';
import { chatStreaming } from '../../functions/backends/amazon-connect/chat-streaming.ts';

const instanceId = '8a6e3c52-1111-4c3b-9d2e-5b7a9c0d1e2f';
const first = 'c0ffee00-0000-4000-8000-000000000001';
const leg = 'c0ffee00-0000-4000-8000-000000000002';
const event = (name: string) => `application/vnd.amazonaws.connect.event.${name}`;

const message = {
  AbsoluteTime: '2026-11-26T09:50:21.011Z',
  Content: 'Hello',
  ContentType: 'text/plain',
  Id: 'item-1',
  Type: 'MESSAGE',
  ParticipantId: 'p-1',
  DisplayName: 'Ann',
  ParticipantRole: 'AGENT',
  InitialContactId: first,
  ContactId: leg,
};

/** What SNS puts into the queue. */
const bodyOf = (item: unknown, attributes: object = {}) =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: '5d1f3a2e-0000-4000-8000-000000000000',
    TopicArn: 'arn:aws:sns:eu-central-1:111122223333:Lastcall-dev-Service-Chats',
    Message: typeof item === 'string' ? item : JSON.stringify(item),
    Timestamp: '2026-11-26T09:50:21.200Z',
    SignatureVersion: '1',
    MessageAttributes: {
      InitialContactId: { Type: 'String', Value: first },
      ContactId: { Type: 'String', Value: leg },
      InstanceId: { Type: 'String', Value: instanceId },
      MessageVisibility: { Type: 'String', Value: 'ALL' },
      ...attributes,
    },
  });

const newsOf = (changes: object) => parseChatNotification(bodyOf({ ...message, ...changes })).news;

describe('a notification of a chat', () => {
  test('that brings a message says who has written, when, in which leg of which chat', () => {
    expect(parseChatNotification(bodyOf(message))).toEqual({
      instanceId,
      contactId: first,
      itemId: 'item-1',
      news: {
        key: { instanceId, contactId: first },
        legId: leg,
        at: Date.parse('2026-11-26T09:50:21.011Z'),
        type: 'wrote',
        who: { participantId: 'p-1', role: 'AGENT', displayName: 'Ann' },
      },
    });
  });

  test.each([
    [{ Type: 'ATTACHMENT', ContentType: 'application/pdf' }, { type: 'wrote' }],
    [{ ContentType: 'application/vnd.amazonaws.connect.message.interactive.response' }, { type: 'wrote' }],
    [{ Type: 'EVENT', ContentType: event('participant.joined') }, { type: 'joined' }],
    [{ Type: 'EVENT', ContentType: event('participant.left') }, { type: 'left' }],
    [{ Type: 'EVENT', ContentType: event('chat.ended'), ParticipantRole: undefined }, { type: 'ended' }],
    [
      { Type: 'EVENT', ContentType: event('typing') },
      { type: 'seen', isReceipt: false },
    ],
    [
      { Type: 'EVENT', ContentType: event('message.delivered') },
      { type: 'seen', isReceipt: true },
    ],
    [
      { Type: 'EVENT', ContentType: event('message.read') },
      { type: 'seen', isReceipt: true },
    ],
    [{ ParticipantRole: 'CUSTOM_BOT' }, { type: 'wrote', who: { role: 'CUSTOM_BOT' } }],
    [{ InitialContactId: null }, { key: { contactId: leg } }],
    [{ ParticipantId: undefined }, { who: { participantId: `${leg}:AGENT` } }],
    [{ DisplayName: null }, { who: { displayName: 'AGENT' } }],
    [{ DisplayName: '\u202e\u0007 ' }, { who: { displayName: 'AGENT' } }],
    [{ SomethingNew: { any: true } }, { type: 'wrote' }],
  ])('with %j is news of that', (changes, expected) => {
    expect(newsOf(changes)).toMatchObject(expected);
  });

  test.each([
    ['an event that is not known', { Type: 'EVENT', ContentType: event('transfer.succeeded') }],
    ['an event without a content type', { Type: 'EVENT', ContentType: undefined }],
    ['a native timer’s event', { Type: 'EVENT', ContentType: event('participant.idle') }],
    ['a property of all objects', { Type: 'EVENT', ContentType: event('constructor') }],
    ['a receipt for somebody’s message', { Type: 'MESSAGEMETADATA' }],
    ['a type that is not known', { Type: 'REACTION' }],
    ['a role that is not known', { ParticipantRole: 'SPECTATOR' }],
  ])('with %s is passed over', (_, changes) => {
    expect(newsOf(changes)).toBeUndefined();
  });

  test.each([
    ['no JSON', 'hello'],
    ['no notification', '{}'],
    ['an item that is no JSON', bodyOf('{')],
    ['an item that is null', bodyOf('null')],
    ['no instance', bodyOf(message, { InstanceId: undefined })],
    ['no contact', bodyOf({ ...message, ContactId: undefined })],
    ['a contact that is no id', bodyOf({ ...message, ContactId: 'a#b' })],
    ['no id of the item', bodyOf({ ...message, Id: '' })],
    ['a time that is none', bodyOf({ ...message, AbsoluteTime: 'yesterday' })],
    ['a time without a date', bodyOf({ ...message, AbsoluteTime: '09:50' })],
    ['no time', bodyOf({ ...message, AbsoluteTime: undefined })],
  ])('with %s is refused, and becomes a dead letter', (_, body) => {
    expect(() => parseChatNotification(body)).toThrow();
  });

  test.each(['my secret', bodyOf('my secret'), bodyOf({ ...message, Content: 'my secret', Id: 7 })])(
    'that is refused, %j, is not quoted: texts are never logged',
    (body) => {
      expect(() => parseChatNotification(body)).toThrow(
        expect.not.objectContaining({ message: expect.stringContaining('my secret') }),
      );
    },
  );
});

test('the variable of a deployment that streams chats says where to, and what becomes of silent agents', () => {
  const topicArn = 'arn:aws:sns:eu-central-1:111122223333:Lastcall-dev-Service-Chats';
  expect(chatStreaming('')).toBeUndefined();
  expect(chatStreaming(`end;${topicArn}`)).toEqual({ silentAgent: 'end', topicArn });
  for (const wrong of [topicArn, `stop;${topicArn}`, 'report;', `report;${topicArn};more`])
    expect(() => chatStreaming(wrong)).toThrow();
});
