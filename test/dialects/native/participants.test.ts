import { describe, expect, test } from '@jest/globals';
import { chatParticipantRoutes } from '#dialects/native/participants.ts';
import { aChat } from '../../support/chats.ts';
import { answerOf, callOf, faultsOf, refusalOf, routeOf } from '../call-route.ts';
import { aCaller, aRequest } from '../requests.ts';

const joinChat = routeOf(chatParticipantRoutes, 'POST /v1/chats/{contactId}/participants');
const leaveChat = routeOf(chatParticipantRoutes, 'DELETE /v1/chats/{contactId}/participants/{participantId}');
const recordActivity = routeOf(chatParticipantRoutes, 'POST /v1/chats/{contactId}/activity');

const path = { contactId: 'c1' };
const key = { instanceId: 'demo', contactId: 'c1' };

describe('joining', () => {
  const join = (body: unknown) => callOf(joinChat, aRequest({ path, body }));

  test('is for agents, supervisors and bots', async () => {
    const agent = { role: 'AGENT', displayName: 'Han', agentId: '11' };
    expect(await join(agent)).toEqual({ useCase: 'joinChat', args: [key, agent] });
    expect((await join({ role: 'SUPERVISOR', displayName: 'Lando' })).args[1]).toMatchObject({ role: 'SUPERVISOR' });
    const bot = { role: 'CUSTOM_BOT', displayName: 'R2' };
    expect((await join(bot)).args).toEqual([key, bot]);
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
  ])('with %j is refused', async (body, at, message) => {
    expect(await faultsOf(join(body))).toEqual([{ path: at, message }]);
  });

  const answer = (outcome: unknown) =>
    answerOf(joinChat, outcome, aRequest({ path, body: { role: 'AGENT', displayName: 'Han' } }));

  test('is answered with the participant’s id and token', async () => {
    expect(await answer({ type: 'done', chat: aChat(), participantId: 'p2', token: 't2' })).toEqual({
      status: 201,
      body: { participantId: 'p2', participantToken: 't2' },
    });
  });

  test.each([
    ['unknownChat', 'notFound'],
    ['ended', 'conflict'],
    ['tooManyParticipants', 'conflict'],
  ] as const)('is refused as %s', async (type, problem) => {
    expect((await refusalOf(answer({ type }))).type).toBe(problem);
  });
});

describe('leaving', () => {
  const request = aRequest({ path: { ...path, participantId: 'p2' } });

  test('names the participant', async () => {
    expect(await callOf(leaveChat, request)).toEqual({ useCase: 'leaveChat', args: [key, 'p2'] });
    expect(await answerOf(leaveChat, { type: 'done', chat: aChat() }, request)).toEqual({ status: 204 });
  });

  test('is refused for a participant who never was in the chat', async () => {
    expect(await refusalOf(answerOf(leaveChat, { type: 'unknownParticipant' }, request))).toEqual({
      type: 'notFound',
      message: 'There is no participant with this id in this chat: GET /v1/chats/{contactId} shows who is there',
    });
  });
});

describe('a message that another system carries', () => {
  const request = aRequest({ path, body: { participantId: 'p2' } });
  const answer = (outcome: unknown) => answerOf(recordActivity, outcome, request);

  test('names its participant', async () => {
    expect(await callOf(recordActivity, request)).toEqual({ useCase: 'recordActivity', args: [key, 'p2'] });
    expect(await faultsOf(callOf(recordActivity, aRequest({ path, body: {} })))).toEqual([
      {
        path: 'participantId',
        message: 'Must be 1 to 64 characters of letters, digits and . _ : -, but is missing',
      },
    ]);
  });

  test('has an empty answer', async () => {
    expect(await answer({ type: 'done', chat: aChat() })).toEqual({ status: 204 });
  });

  test.each([
    ['unknownChat', 'notFound'],
    ['unknownParticipant', 'notFound'],
    ['ended', 'conflict'],
    ['left', 'conflict'],
  ] as const)('is refused as %s', async (type, problem) => {
    expect((await refusalOf(answer({ type }))).type).toBe(problem);
  });
});

test.each([
  ['join', joinChat],
  ['leave', leaveChat],
  ['write in', recordActivity],
])('to %s a chat needs the scope to write chats', async (_, route) => {
  const caller = aCaller('sessions:write', 'timers:configure');
  expect(await refusalOf(callOf(route, aRequest({ caller, path })))).toEqual({
    type: 'forbidden',
    scope: 'chats:write',
  });
});
