import { describe, expect, test } from '@jest/globals';
import type { HttpRequest } from '#dialects/http.ts';
import {
  parseEndChat,
  parseGetChat,
  parseStartChat,
  renderChat,
  renderEndChat,
  renderFoundChat,
} from '#dialects/native/chats.ts';
import { parseActivity, parseJoinChat, parseLeaveChat, renderJoined } from '#dialects/native/participants.ts';
import { aChat } from '../../support/chats.ts';
import { aCaller, aRequest, faultsOf, refusalOf } from '../requests.ts';

const path = { contactId: 'c1' };
const key = { instanceId: 'demo', contactId: 'c1' };
const customer = { displayName: 'Leia' };
const start = (body: unknown) => parseStartChat(aRequest({ path, body }), 'p1');

describe('starting a chat', () => {
  test('takes its customer', () => {
    expect(start({ customer })).toEqual([key, { customer: { participantId: 'p1', displayName: 'Leia' } }]);
  });

  test('takes where it goes when an auto-disconnect has left the customer alone', () => {
    const settings = { disconnectFlow: 'goodbye', waitBlock: 'customParticipant' };
    expect(start({ customer, ...settings })[1]).toEqual({
      customer: { participantId: 'p1', ...customer },
      ...settings,
    });
  });

  test('takes the language in which people are shown what happens', () => {
    expect(start({ customer, language: 'pt-BR' })[1].language).toBe('pt-BR');
  });

  test.each([
    [{}, 'customer', 'Must be an object with displayName, participantId, but is missing'],
    [{ customer: {} }, 'customer.displayName', 'Must be 1 to 256 printable characters, but is missing'],
    [
      { customer: { displayName: 'x'.repeat(257) } },
      'customer.displayName',
      'Must be 1 to 256 printable characters, got 257 characters',
    ],
    [{ customer, waitBlock: 'bot' }, 'waitBlock', 'Must be customer or customParticipant, got "bot"'],
    [
      { customer, language: 'pt' },
      'language',
      'Must be one of de, en, es, fr, it, ja, ko, pt-BR, zh-CN, zh-TW, got "pt"',
    ],
    [{ customer, disconnectFlow: '' }, 'disconnectFlow', 'Must be 1 to 256 printable characters, got ""'],
    [
      { customer, customerGoneMinutes: 5 },
      'customerGoneMinutes',
      'Unknown key; known are customer, disconnectFlow, waitBlock, language',
    ],
  ])('%j is refused', (body, at, message) => {
    expect(faultsOf(() => start(body))).toEqual([{ path: at, message }]);
  });

  test('is answered with the customer’s id and token', () => {
    expect(renderJoined({ type: 'done', chat: aChat() }, 'p1', 't1')).toEqual({
      status: 201,
      body: { participantId: 'p1', participantToken: 't1' },
    });
  });

  test('is done once for each contact', () => {
    expect(refusalOf(() => renderJoined({ type: 'alreadyStarted' }, 'p1', 't1'))).toEqual({
      type: 'conflict',
      message:
        'There is or was a chat with this contact id, which GET /v1/chats/{contactId} shows: start another under another id',
    });
  });
});

describe('a chat', () => {
  test('is looked at and ended by its contact id', () => {
    expect(parseGetChat(aRequest({ path }))).toEqual(key);
    expect(parseEndChat(aRequest({ path }))).toEqual(key);
    expect(renderEndChat({ type: 'done', chat: aChat() })).toEqual({ status: 204 });
  });

  test('that is not there is not found', () => {
    const missing = {
      type: 'notFound',
      message: 'There is no chat with this contact id in your instance: start one with PUT /v1/chats/{contactId}',
    };
    expect(refusalOf(() => renderFoundChat(undefined))).toEqual(missing);
    expect(refusalOf(() => renderEndChat({ type: 'unknownChat' }))).toEqual(missing);
  });

  test('that has ended takes no more timers', () => {
    expect(refusalOf(() => renderChat({ type: 'ended' }))).toEqual({
      type: 'conflict',
      message: 'This chat has ended, and nothing in it changes any more: start another',
    });
  });
});

test.each<[string, (request: HttpRequest) => unknown, 'chats:write' | 'sessions:read']>([
  ['start', (request) => parseStartChat(request, 'p1'), 'chats:write'],
  ['look at', parseGetChat, 'sessions:read'],
  ['end', parseEndChat, 'chats:write'],
  ['join', (request) => parseJoinChat(request, 'p1'), 'chats:write'],
  ['leave', parseLeaveChat, 'chats:write'],
  ['write in', parseActivity, 'chats:write'],
])('to %s a chat takes its scope', (_, parse, scope) => {
  const caller = aCaller('sessions:write', 'timers:configure');
  expect(refusalOf(() => parse(aRequest({ caller, path })))).toEqual({ type: 'forbidden', scope });
});
