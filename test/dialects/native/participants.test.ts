import { describe, expect, test } from '@jest/globals';
import {
  parseActivity,
  parseJoinChat,
  parseLeaveChat,
  renderActivity,
  renderJoined,
  renderLeaveChat,
} from '#dialects/native/participants.ts';
import { aChat } from '../../support/chats.ts';
import { aRequest, faultsOf, refusalOf } from '../requests.ts';

const path = { contactId: 'c1' };
const key = { instanceId: 'demo', contactId: 'c1' };

describe('joining', () => {
  const join = (body: unknown) => parseJoinChat(aRequest({ path, body }), 'p2');

  test('is for agents, supervisors and bots', () => {
    const agent = { role: 'AGENT', displayName: 'Han', agentId: '11' };
    expect(join(agent)).toEqual([key, { participantId: 'p2', ...agent }]);
    expect(join({ role: 'SUPERVISOR', displayName: 'Lando' })[1].role).toBe('SUPERVISOR');
    const bot = { role: 'CUSTOM_BOT', displayName: 'R2' };
    expect(join(bot)).toEqual([key, { participantId: 'p2', ...bot }]);
  });

  test.each([
    [
      { role: 'CUSTOMER', displayName: 'Leia' },
      'role',
      'Must be AGENT, SUPERVISOR or CUSTOM_BOT: the customer joins by starting the chat, PUT /v1/chats/{contactId}',
    ],
    [{ role: 'SYSTEM', displayName: 'x' }, 'role', 'Must be AGENT, SUPERVISOR or CUSTOM_BOT, got "SYSTEM"'],
    [{ displayName: 'x' }, 'role', 'Must be AGENT, SUPERVISOR or CUSTOM_BOT, but is missing'],
    [{ role: 'AGENT', displayName: ' \t' }, 'displayName', 'Must be 1 to 256 printable characters, got 0 characters'],
    [
      { role: 'AGENT', displayName: 'Han', agentId: 'a/b' },
      'agentId',
      'Must be 1 to 64 characters of letters, digits and . _ : -, got "a/b"',
    ],
    [
      { role: 'CUSTOM_BOT', displayName: 'R2', agentId: '11' },
      'agentId',
      'Must be left out: a CUSTOM_BOT is not an agent',
    ],
  ])('%j is refused', (body, at, message) => {
    expect(faultsOf(() => join(body))).toEqual([{ path: at, message }]);
  });

  test.each([
    ['unknownChat', 'notFound'],
    ['ended', 'conflict'],
    ['tooManyParticipants', 'conflict'],
  ] as const)('%s is refused', (type, problem) => {
    expect(refusalOf(() => renderJoined({ type }, 'p2', 't2')).type).toBe(problem);
  });
});

describe('leaving', () => {
  test('names who leaves', () => {
    expect(parseLeaveChat(aRequest({ path: { ...path, participantId: 'p2' } }))).toEqual([key, 'p2']);
    expect(renderLeaveChat({ type: 'done', chat: aChat() })).toEqual({ status: 204 });
  });

  test('is not for somebody who never was there', () => {
    expect(refusalOf(() => renderLeaveChat({ type: 'unknownParticipant' }))).toEqual({
      type: 'notFound',
      message: 'There is no participant with this id in this chat: GET /v1/chats/{contactId} shows who is there',
    });
  });
});

describe('a message that travelled elsewhere', () => {
  test('is a participant’s', () => {
    expect(parseActivity(aRequest({ path, body: { participantId: 'p2' } }))).toEqual([key, 'p2']);
    expect(faultsOf(() => parseActivity(aRequest({ path, body: {} })))).toEqual([
      {
        path: 'participantId',
        message: 'Must be 1 to 64 characters of letters, digits and . _ : -, but is missing',
      },
    ]);
  });

  test('is answered with nothing', () => {
    expect(renderActivity({ type: 'done', chat: aChat() })).toEqual({ status: 204 });
  });

  test.each([
    ['unknownChat', 'notFound'],
    ['unknownParticipant', 'notFound'],
    ['ended', 'conflict'],
    ['left', 'conflict'],
  ] as const)('to %s is refused', (type, problem) => {
    expect(refusalOf(() => renderActivity({ type })).type).toBe(problem);
  });
});
