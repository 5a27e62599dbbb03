import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Chat } from '#core/chats/chat.ts';
import { type ChatSettings, defaultChatSettings } from '#core/chats/chat-settings.ts';
import type { ChatEvent, SilentRole } from '#core/chats/events.ts';
import { noTimers } from '#core/chats/role-config.ts';
import { minutes } from '#core/instant.ts';
import { itemOfMessage, itemsOfEvent, itemsOfSignal, streamedItems } from '#dialects/connect-participant/items.ts';
import { someDay } from '../../support/agents.ts';
import { anyStoredChat } from '../../support/any-chat.ts';
import { aChat, aParticipant, chatKey } from '../../support/chats.ts';
import { aMessageOfLeia } from './requests.ts';

const event = (name: string) => `application/vnd.amazonaws.connect.event.${name}`;
const settings: ChatSettings = {
  ...defaultChatSettings,
  texts: {
    en: {
      idle: '{displayName} is idle',
      returned: '{displayName} is back',
      disconnected: '{displayName} is off',
    },
  },
};
const customer = aParticipant({ displayName: 'Leia' });
const agent = aParticipant({ role: 'AGENT', displayName: 'Han' });
const supervisor = aParticipant({ role: 'SUPERVISOR', displayName: 'Lando' });
const chat = aChat({ participants: [customer, agent, supervisor] });

const at = someDay + minutes(9);
const place = { AbsoluteTime: '2026-11-21T09:39:00.000Z', InitialContactId: 'c1', ContactId: 'c1' };
const leia = { ParticipantId: 'customer', DisplayName: 'Leia', ParticipantRole: 'CUSTOMER' };
const han = { ParticipantId: 'agent', DisplayName: 'Han', ParticipantRole: 'AGENT' };
const lando = { ParticipantId: 'supervisor', DisplayName: 'Lando', ParticipantRole: 'SUPERVISOR' };

const itemsOf = (fact: ChatEvent, of: Chat = chat) =>
  itemsOfEvent(of, { eventId: 'demo/chat/c1/7', sequence: 7, at, fact }, settings);

test('a message names its author', () => {
  const message = aMessageOfLeia({ at, contentType: 'text/markdown', content: '**Hello**' });
  expect(itemOfMessage(chatKey, message)).toEqual({
    ...place,
    Id: 'm1',
    Type: 'MESSAGE',
    ContentType: 'text/markdown',
    Content: '**Hello**',
    ...leia,
  });
});

describe('a signal', () => {
  const signal = (name: string, content?: string) =>
    itemsOfSignal(chatKey, {
      contentType: event(name),
      signalId: 's1',
      at,
      sender: agent,
      ...(content !== undefined && { content }),
    })[0];

  test('that a client is connected is not sent to others', () => {
    expect(signal('connection.acknowledged')).toBeUndefined();
  });

  test('of typing is an event about its sender', () => {
    expect(signal('typing')).toEqual({ ...place, Id: 's1', Type: 'EVENT', ContentType: event('typing'), ...han });
    expect(signal('typing', 'Hel')?.Content).toBe('Hel');
  });

  test.each([
    ['message.read', 'ReadTimestamp'],
    ['message.delivered', 'DeliveredTimestamp'],
  ])('of a receipt (%s) is about the message, as the stock client reads it', (name, timestamp) => {
    expect(signal(name, 'm1')).toEqual({
      ...place,
      Id: 's1',
      Type: 'MESSAGEMETADATA',
      ContentType: event('message.metadata'),
      MessageMetadata: {
        MessageId: 'm1',
        Receipts: [{ RecipientParticipantId: 'agent', [timestamp]: place.AbsoluteTime }],
      },
    });
  });
});

describe('an event', () => {
  test.each([
    ['ParticipantJoined', 'joined'],
    ['ParticipantLeft', 'left'],
  ] as const)('%s has its own id, and no content', (type, name) => {
    expect(itemsOf({ type, ...chatKey, participantId: 'agent', role: 'AGENT' })).toEqual([
      { ...place, Id: `c1/agent/${name}`, Type: 'EVENT', ContentType: event(`participant.${name}`), ...han },
    ]);
  });

  test('of a participant who became idle has its name and a text', () => {
    const fact = { ...chatKey, participantId: 'customer', role: 'CUSTOMER', idleMinutes: 5 } as const;
    expect(itemsOf({ type: 'ParticipantWentIdle', ...fact })).toEqual([
      {
        ...place,
        Id: 'demo/chat/c1/7',
        Type: 'EVENT',
        ContentType: event('participant.idle'),
        Content: 'Leia is idle',
        ...leia,
      },
    ]);
  });

  test('of a participant who returned has its name and a text', () => {
    expect(itemsOf({ type: 'ParticipantReturned', ...chatKey, participantId: 'agent', role: 'AGENT' })).toEqual([
      {
        ...place,
        Id: 'demo/chat/c1/7',
        Type: 'EVENT',
        ContentType: event('participant.returned'),
        Content: 'Han is back',
        ...han,
      },
    ]);
  });

  const disconnection = (Content: string) => ({
    ...place,
    Id: 'demo/chat/c1/7',
    Type: 'EVENT',
    ContentType: event('participant.autodisconnection'),
    Content,
  });
  const left = (who: { ParticipantId: string }) => ({
    ...place,
    Id: `c1/${who.ParticipantId}/left`,
    Type: 'EVENT',
    ContentType: event('participant.left'),
    ...who,
  });
  const disconnected = (silentRole: SilentRole, of: Chat, ...participantIds: readonly string[]) =>
    itemsOf(
      { type: 'ParticipantsDisconnected', ...chatKey, silentRole, participantIds, next: { type: 'nothing' } },
      of,
    );

  test('of a disconnection because of the customer is about the customer, then about each disconnected participant', () => {
    expect(disconnected('CUSTOMER', chat, 'agent', 'supervisor')).toEqual([
      { ...disconnection('Leia is off'), ...leia },
      left(han),
      left(lando),
    ]);
  });

  test('of a disconnection because of the agent is about that agent, not one who had left', () => {
    const former = aParticipant({ role: 'AGENT', participantId: 'former', displayName: 'Luke', leftAt: someDay });
    const later = aChat({ participants: [customer, supervisor, former, agent] });
    expect(disconnected('AGENT', later, 'supervisor', 'agent')).toEqual([
      { ...disconnection('Han is off'), ...han },
      left(lando),
      left(han),
    ]);
  });

  test.each(['CUSTOM_BOT', 'AGENT'] as const)(
    'of a disconnection because of a bot is about the bot, in its own role: %s on the bus',
    (role) => {
      const bot = aParticipant({ role: 'CUSTOM_BOT', participantId: 'bot', displayName: 'R2' });
      expect(disconnected(role, aChat({ participants: [customer, bot] }), 'bot')).toEqual([
        { ...disconnection('R2 is off'), ParticipantId: 'bot', DisplayName: 'R2', ParticipantRole: 'CUSTOM_BOT' },
        left({ ParticipantId: 'bot', ...{ DisplayName: 'R2', ParticipantRole: 'CUSTOM_BOT' } }),
      ]);
    },
  );

  test('of a disconnection because of an agent and a bot is about the agent', () => {
    const bot = aParticipant({ role: 'CUSTOM_BOT', participantId: 'bot', displayName: 'R2' });
    const [first] = disconnected('AGENT', aChat({ participants: [customer, bot, agent] }), 'bot', 'agent');
    expect(first).toMatchObject(han);
  });

  test('of the end has the role SYSTEM', () => {
    expect(itemsOf({ type: 'ChatEnded', ...chatKey, cause: 'customerLeft' })).toEqual([
      { ...place, Id: 'c1/ended', Type: 'EVENT', ContentType: event('chat.ended'), ParticipantRole: 'SYSTEM' },
    ]);
  });

  test.each<ChatEvent>([
    { type: 'ChatStarted', ...chatKey },
    { type: 'TimersConfigured', ...chatKey, configuration: noTimers },
    { type: 'AutoDisconnectSkipped', ...chatKey, silentRole: 'AGENT' },
  ])('$type is not for participants', (fact) => {
    expect(itemsOf(fact)).toEqual([]);
  });

  test('has the name of a participant unchanged, whatever it contains', () => {
    const odd = aChat({ participants: [aParticipant({ displayName: "$& {displayName} $'" })] });
    const fact = { ...chatKey, participantId: 'customer', role: 'CUSTOMER', idleMinutes: 5 } as const;
    expect(itemsOf({ type: 'ParticipantWentIdle', ...fact }, odd)[0]?.Content).toBe("$& {displayName} $' is idle");
  });

  test('has the texts of the chat’s language', () => {
    const fact = { ...chatKey, participantId: 'agent', role: 'AGENT' } as const;
    const german = aChat({ participants: [customer, agent], language: 'de' });
    expect(itemsOf({ type: 'ParticipantReturned', ...fact }, german)[0]?.Content).toBe('Han ist zurück.');
  });

  test('is streamed as the same items, numbered under the id of the event', () => {
    const fact = { ...chatKey, silentRole: 'CUSTOMER', participantIds: ['agent'], next: { type: 'nothing' } } as const;
    const recorded = {
      eventId: 'demo/chat/c1/7',
      sequence: 7,
      at,
      fact: { type: 'ParticipantsDisconnected', ...fact },
    } as const;
    const items = itemsOfEvent(chat, recorded, settings);
    expect(streamedItems(recorded, chat, settings)).toEqual([
      { id: 'demo/chat/c1/7/1', body: JSON.stringify(items[0]) },
      { id: 'demo/chat/c1/7/2', body: JSON.stringify(items[1]) },
    ]);
  });

  test('of any chat becomes items with different ids, all of that chat', () => {
    fc.assert(
      fc.property(anyStoredChat, ({ state, outbox }) => {
        for (const recorded of outbox) {
          const items = itemsOfEvent(state, recorded, settings);
          expect(new Set(items.map(({ Id }) => Id)).size).toBe(items.length);
          for (const item of items) expect(item.ContactId).toBe(state.contactId);
        }
      }),
    );
  });
});
