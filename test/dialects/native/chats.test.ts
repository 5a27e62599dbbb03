import { describe, expect, test } from '@jest/globals';
import { chatRoutes } from '#dialects/native/chats.ts';
import { aChat } from '../../support/chats.ts';
import { answerOf, callOf, faultsOf, refusalOf, routeOf } from '../call-route.ts';
import { aCaller, aRequest } from '../requests.ts';

const startChat = routeOf(chatRoutes, 'PUT /v1/chats/{contactId}');
const getChat = routeOf(chatRoutes, 'GET /v1/chats/{contactId}');
const endChat = routeOf(chatRoutes, 'DELETE /v1/chats/{contactId}');
const configureTimers = routeOf(chatRoutes, 'PUT /v1/chats/{contactId}/timers');

const path = { contactId: 'c1' };
const key = { instanceId: 'demo', contactId: 'c1' };

describe('starting a chat', () => {
  const customer = { displayName: 'Leia' };
  const start = (body: unknown) => callOf(startChat, aRequest({ path, body }));

  test('takes its customer', async () => {
    expect(await start({ customer })).toEqual({ useCase: 'startChat', args: [key, { customer }] });
  });

  test('takes the id of the customer, so that it can be repeated', async () => {
    const participantId = '0B5FA2C6-5B5E-4D1C-9C2A-3F6A6E0E7B1D';
    expect((await start({ customer: { ...customer, participantId } })).args[1]).toEqual({
      customer: { ...customer, participantId: participantId.toLowerCase() },
    });
  });

  test('takes where the chat goes when an auto-disconnect has left the customer alone', async () => {
    const body = { customer, disconnectFlow: 'goodbye', waitBlock: 'customParticipant' };
    expect((await start(body)).args[1]).toEqual(body);
  });

  test('takes the language of the notices', async () => {
    expect((await start({ customer, language: 'pt-BR' })).args[1]).toMatchObject({ language: 'pt-BR' });
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
  ])('with %j is refused', async (body, at, message) => {
    expect(await faultsOf(start(body))).toEqual([{ path: at, message }]);
  });

  const answer = (outcome: unknown) => answerOf(startChat, outcome, aRequest({ path, body: { customer } }));

  test('is answered with the customer’s id and token', async () => {
    expect(await answer({ type: 'done', chat: aChat(), participantId: 'p1', token: 't1' })).toEqual({
      status: 201,
      body: { participantId: 'p1', participantToken: 't1' },
    });
  });

  test('is possible once for each contact', async () => {
    expect(await refusalOf(answer({ type: 'alreadyStarted' }))).toEqual({
      type: 'conflict',
      message:
        'There is or was a chat with this contact id, which GET /v1/chats/{contactId} shows: start another under another id',
    });
  });
});

test('a repeat with other content is refused, and is told how the flow moves on', async () => {
  const request = aRequest({ path, body: { customer: { displayName: 'Leia' } } });
  expect(await refusalOf(answerOf(startChat, { type: 'startedOtherwise' }, request))).toEqual({
    type: 'conflict',
    message:
      'This chat was started by a request with another displayName, disconnectFlow, waitBlock or language, and a repeat must be the same: where the flow stands now is said with PATCH /v1/chats/{contactId}',
  });
});

describe('a chat', () => {
  const answerEnd = (outcome: unknown) => answerOf(endChat, outcome, aRequest({ path }));

  test('is shown and ended by its contact id', async () => {
    expect(await callOf(getChat, aRequest({ path }))).toEqual({ useCase: 'getChat', args: [key] });
    expect(await callOf(endChat, aRequest({ path }))).toEqual({ useCase: 'endChat', args: [key] });
    expect(await answerEnd({ type: 'done', chat: aChat() })).toEqual({ status: 204 });
  });

  test.each([[true], [false]])(
    'is shown to callers who are limited to teams if an agent of these is in it: %s',
    async (isOfTeams) => {
      const caller = { ...aCaller('sessions:read'), teamIds: ['1'] };
      const asked: unknown[] = [];
      const isChatOfTeams = async (...given: unknown[]) => {
        asked.push(given);
        return isOfTeams;
      };
      const answer = answerOf(getChat, aChat(), aRequest({ path, caller }), { isChatOfTeams });
      if (isOfTeams) expect(await answer).toMatchObject({ status: 200, body: { contactId: 'c1' } });
      else expect(await refusalOf(answer)).toMatchObject({ type: 'notFound' });
      expect(asked).toEqual([[aChat(), ['1']]]);
    },
  );

  test('that does not exist is not found', async () => {
    const missing = {
      type: 'notFound',
      message: 'There is no chat with this contact id in your instance: start one with PUT /v1/chats/{contactId}',
    };
    expect(await refusalOf(answerOf(getChat, undefined, aRequest({ path })))).toEqual(missing);
    expect(await refusalOf(answerEnd({ type: 'unknownChat' }))).toEqual(missing);
  });
});

describe('configuring timers', () => {
  const idle = { role: 'CUSTOMER', type: 'IDLE', minutes: 5 };
  const configure = (timers: unknown) => callOf(configureTimers, aRequest({ path, body: { timers } }));

  test('sets and unsets those that are named', async () => {
    expect(await configure([idle, { role: 'AGENT', type: 'DISCONNECT_NONCUSTOMER', minutes: 'unset' }])).toEqual({
      useCase: 'configureTimers',
      args: [
        { instanceId: 'demo', contactId: 'c1' },
        [
          { role: 'CUSTOMER', type: 'IDLE', value: 5 },
          { role: 'AGENT', type: 'DISCONNECT_NONCUSTOMER', value: 'Unset' },
        ],
      ],
    });
  });

  const whole = 'Timer value must be a whole number of minutes, 2 to 480, or "unset"';

  test.each<[unknown, string, string]>([
    [
      [{ ...idle, minutes: 1 }],
      'timers[0].minutes',
      'Timer value must be 2 to 480 minutes, or "unset", got 1 (role CUSTOMER, type IDLE)',
    ],
    [[{ ...idle, minutes: 2.5 }], 'timers[0].minutes', `${whole}, got 2.5 (role CUSTOMER, type IDLE)`],
    [[{ ...idle, minutes: '5' }], 'timers[0].minutes', `${whole}, got "5" (role CUSTOMER, type IDLE)`],
    [[{ ...idle, minutes: 'Unset' }], 'timers[0].minutes', `${whole}, got "Unset" (role CUSTOMER, type IDLE)`],
    [[{ role: 'AGENT', type: 'IDLE' }], 'timers[0].minutes', `${whole}, but is missing (role AGENT, type IDLE)`],
    [[{ ...idle, role: 'SUPERVISOR' }], 'timers[0].role', 'Must be CUSTOMER or AGENT, got "SUPERVISOR"'],
    [[{ ...idle, type: 'TYPING' }], 'timers[0].type', 'Must be IDLE or DISCONNECT_NONCUSTOMER, got "TYPING"'],
    [[{ ...idle, seconds: 1 }], 'timers[0].seconds', 'Unknown key; known are role, type, minutes'],
    [[5], 'timers[0]', 'Must be an object with role, type, minutes, got 5'],
    [[], 'timers', 'Must be a list of 1 to 4 timers, got a list of 0'],
    [Array(5).fill(idle), 'timers', 'Must be a list of 1 to 4 timers, got a list of 5'],
    [
      [idle, idle],
      'timers[1]',
      'Each timer may be named once, but this one is named before (role CUSTOMER, type IDLE)',
    ],
  ])('with %j is refused', async (timers, at, message) => {
    expect(await faultsOf(configure(timers))).toEqual([{ path: at, message }]);
  });

  test('is refused with every fault of every timer', async () => {
    const faults = await faultsOf(configure([{ ...idle, role: 'BOT', minutes: 0 }, idle, { ...idle, type: 'X' }]));
    expect(faults.map((fault) => fault.path)).toEqual(['timers[0].role', 'timers[0].minutes', 'timers[2].type']);
  });

  test('is refused in a chat that has ended', async () => {
    const request = aRequest({ path, body: { timers: [idle] } });
    expect(await refusalOf(answerOf(configureTimers, { type: 'ended' }, request))).toEqual({
      type: 'conflict',
      message: 'This chat has ended, and nothing in it changes any more: start another',
    });
  });

  test('that Amazon Connect has taken is answered without a body', async () => {
    const request = aRequest({ path, body: { timers: [idle] } });
    expect(await answerOf(configureTimers, { type: 'passedOn', changes: [] }, request)).toEqual({ status: 204 });
  });

  test.each([
    ['notTaken', 'badInput'],
    ['backendBusy', 'tooManyRequests'],
    ['backendDenies', 'conflict'],
  ])('that Amazon Connect has not taken, %s, is a problem of the type %s', async (type, problem) => {
    const request = aRequest({ path, body: { timers: [idle] } });
    expect(await refusalOf(answerOf(configureTimers, { type }, request))).toMatchObject({ type: problem });
  });

  test('needs the scope to configure timers', async () => {
    const request = aRequest({ caller: aCaller('chats:write'), path, body: { timers: [idle] } });
    expect(await refusalOf(callOf(configureTimers, request))).toEqual({
      type: 'forbidden',
      scope: 'timers:configure',
    });
  });
});

test.each([
  ['start', startChat, 'chats:write'],
  ['show', getChat, 'sessions:read'],
  ['end', endChat, 'chats:write'],
])('to %s a chat needs its scope', async (_, route, scope) => {
  const caller = aCaller('sessions:write', 'timers:configure');
  expect(await refusalOf(callOf(route, aRequest({ caller, path })))).toEqual({ type: 'forbidden', scope });
});

describe('the list of open chats', () => {
  const listChats = routeOf(chatRoutes, 'GET /v1/chats');
  const ask = (query: Record<string, string>) => callOf(listChats, aRequest({ query }));

  test('takes a page', async () => {
    expect(await ask({ state: 'open' })).toEqual({ useCase: 'listOpenChats', args: ['demo', { limit: 50 }] });
    expect((await ask({ state: 'open', limit: '7', cursor: 'c' })).args[1]).toEqual({ limit: 7, cursor: 'c' });
  });

  test.each([{}, { state: '' }, { state: 'ended' }, { state: 'open,ended' }])('refuses %j', async (query) => {
    const [fault, ...others] = await faultsOf(ask({ ...query }));
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ path: 'state', message: expect.stringContaining('open: chats that have ended') });
  });

  test('shows chats, and where the list goes on', async () => {
    const page = { chats: [aChat()], cursor: 'next' };
    const { body } = await answerOf(listChats, page, aRequest({ query: { state: 'open' } }));
    expect(body).toMatchObject({ chats: [{ state: 'open' }], cursor: 'next' });
  });
});
