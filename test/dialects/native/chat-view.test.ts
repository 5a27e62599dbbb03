import { describe, expect, test } from '@jest/globals';
import type { Chat } from '#core/chats/chat.ts';
import type { TimerRole, TimerType } from '#core/chats/role-config.ts';
import { minutes } from '#core/instant.ts';
import { chatView } from '#dialects/native/chat-view.ts';
import { chatRoutes } from '#dialects/native/chats.ts';
import { someDay } from '../../support/agents.ts';
import { aChat, aParticipant, timers } from '../../support/chats.ts';
import { answerOf, routeOf } from '../call-route.ts';
import { aRequest } from '../requests.ts';

const customer = aParticipant();
const agent = aParticipant({ role: 'AGENT' });
const both = timers({ CUSTOMER: { IDLE: 5, DISCONNECT_NONCUSTOMER: 10 }, AGENT: { DISCONNECT_NONCUSTOMER: 20 } });

/** A chat with both sides connected, in which these timers run. */
const running = (says: Partial<Chat> = {}) =>
  aChat({ participants: [customer, agent], stored: both, active: both, ...says });

const show = (chat: Chat) =>
  answerOf(routeOf(chatRoutes, 'GET /v1/chats/{contactId}'), chat, aRequest({ path: { contactId: 'c1' } }));

const timerOf = (chat: Chat, role: TimerRole, type: TimerType) =>
  chatView(chat).timers.find((timer) => timer.role === role && timer.type === type);

test('a chat is shown in the documented shape, and nothing more of it', async () => {
  const left = aParticipant({ role: 'SUPERVISOR', agentId: '12', leftAt: someDay + minutes(1) });
  const idle = { ...customer, idleAt: someDay + minutes(5) };
  const chat = running({ participants: [idle, agent, left], disconnectFlow: 'goodbye' });
  const joinedAt = '2026-11-21T09:30:00.000Z';
  const here = { connected: true, idle: false, joinedAt };
  expect(await show(chat)).toEqual({
    status: 200,
    body: {
      contactId: 'c1',
      state: 'open',
      participants: [
        { participantId: 'customer', role: 'CUSTOMER', displayName: 'CUSTOMER', ...here, idle: true },
        { participantId: 'agent', role: 'AGENT', displayName: 'AGENT', ...here },
        {
          participantId: 'supervisor',
          role: 'SUPERVISOR',
          displayName: 'SUPERVISOR',
          ...here,
          connected: false,
          leftAt: '2026-11-21T09:31:00.000Z',
        },
      ],
      timers: [
        { role: 'CUSTOMER', type: 'IDLE', phase: 'fired' },
        { role: 'CUSTOMER', type: 'DISCONNECT_NONCUSTOMER', phase: 'running', dueAt: '2026-11-21T09:45:00.000Z' },
        { role: 'AGENT', type: 'IDLE', phase: 'notSet' },
        { role: 'AGENT', type: 'DISCONNECT_NONCUSTOMER', phase: 'running', dueAt: '2026-11-21T09:50:00.000Z' },
      ],
      configuration: {
        active: { CUSTOMER: { IDLE: 5, DISCONNECT_NONCUSTOMER: 10 }, AGENT: { DISCONNECT_NONCUSTOMER: 20 } },
        stored: { CUSTOMER: { IDLE: 5, DISCONNECT_NONCUSTOMER: 10 }, AGENT: { DISCONNECT_NONCUSTOMER: 20 } },
      },
    },
  });
});

test('after a change of its timers a chat is shown in the same shape', async () => {
  const configureTimers = routeOf(chatRoutes, 'PUT /v1/chats/{contactId}/timers');
  const body = { timers: [{ role: 'CUSTOMER', type: 'IDLE', minutes: 5 }] };
  const request = aRequest({ path: { contactId: 'c1' }, body });
  expect(await answerOf(configureTimers, { type: 'done', chat: running() }, request)).toEqual(await show(running()));
});

test('a chat that names a language shows it', () => {
  expect(chatView(aChat({ language: 'ja' }))).toMatchObject({ language: 'ja' });
  expect(chatView(aChat())).not.toHaveProperty('language');
});

describe('a timer', () => {
  test('waits while the other side is empty', () => {
    expect(timerOf(aChat({ stored: both }), 'CUSTOMER', 'IDLE')).toMatchObject({ phase: 'waiting' });
    expect(chatView(aChat({ stored: both })).configuration.active).toBeNull();
  });

  test('of the second stage waits for the first', () => {
    expect(timerOf(running(), 'CUSTOMER', 'IDLE')).toMatchObject({
      phase: 'running',
      dueAt: '2026-11-21T09:35:00.000Z',
    });
    expect(timerOf(running(), 'CUSTOMER', 'DISCONNECT_NONCUSTOMER')).toEqual({
      role: 'CUSTOMER',
      type: 'DISCONNECT_NONCUSTOMER',
      phase: 'waiting',
    });
  });

  test('of a role runs while a participant of the role is not idle, and is due for the first of them', () => {
    const idle = timers({ AGENT: { IDLE: 5 } });
    const another = { ...agent, participantId: 'agent-2', silentSince: someDay + minutes(1) };
    const isIdle = { ...agent, idleAt: someDay + minutes(5) };
    const chat = running({ active: idle, participants: [customer, agent, another] });
    expect(timerOf(chat, 'AGENT', 'IDLE')).toMatchObject({ phase: 'running', dueAt: '2026-11-21T09:35:00.000Z' });
    const later = { ...chat, participants: [customer, isIdle, another] };
    expect(timerOf(later, 'AGENT', 'IDLE')).toMatchObject({ phase: 'running', dueAt: '2026-11-21T09:36:00.000Z' });
    const all = { ...chat, participants: [customer, isIdle] };
    expect(timerOf(all, 'AGENT', 'IDLE')).toMatchObject({ phase: 'fired' });
  });

  test('that was set while others run is shown in the stored configuration only', () => {
    const stored = timers({ AGENT: { IDLE: 7 } });
    expect(timerOf(running({ stored }), 'AGENT', 'IDLE')).toMatchObject({ phase: 'notSet' });
    expect(chatView(running({ stored })).configuration.stored).toEqual({ CUSTOMER: {}, AGENT: { IDLE: 7 } });
  });

  test('is not set in a chat that has ended', async () => {
    const ended = { at: someDay, cause: 'customerLeft' } as const;
    const chat = aChat({ stored: both, ended });
    expect((await show(chat)).body).toMatchObject({ endedAt: '2026-11-21T09:30:00.000Z', cause: 'customerLeft' });
    const over = chatView(chat);
    expect(over.state).toBe('ended');
    expect(over.timers.map(({ phase }) => phase)).toEqual(['notSet', 'notSet', 'notSet', 'notSet']);
  });
});
