import { describe, expect, test } from '@jest/globals';
import { unknownAddress } from '#core/agents/ip-range.ts';
import { nativeProblems } from '#dialects/native/problem.ts';
import { sessionRoutes } from '#dialects/native/sessions.ts';
import { anAddress, anAgent, anEndedSession, aSession, someDay } from '../../support/agents.ts';
import { answerOf, callOf, faultsOf, refusalOf, routeOf } from '../call-route.ts';
import { aCaller, aRequest } from '../requests.ts';

const signIn = routeOf(sessionRoutes, 'PUT /v1/agents/{agentId}/session');
const changeStatus = routeOf(sessionRoutes, 'PATCH /v1/agents/{agentId}/session');
const signOut = routeOf(sessionRoutes, 'DELETE /v1/agents/{agentId}/session');
const heartbeat = routeOf(sessionRoutes, 'POST /v1/agents/{agentId}/session/heartbeat');

const path = { agentId: '11' };
const key = { instanceId: 'demo', agentId: '11' };

describe('signing in', () => {
  const call = (body: unknown) => callOf(signIn, aRequest({ path, body }));

  test.each([[{}], [undefined]])(
    'without options (%j) makes the agent Available if nothing was chosen before, at an address that is not known',
    async (body) => {
      const available = { status: 'Available', statusType: 'ROUTABLE', isDefaultStatus: true };
      expect(await call(body)).toEqual({
        useCase: 'signIn',
        args: [key, { ...available, ipAddress: unknownAddress, takeOver: false }],
      });
    },
  );

  test('takes a status, an address and whether to take over', async () => {
    const body = { status: ' lunch ', ipAddress: '2001:db8::1', takeOver: true };
    expect((await call(body)).args[1]).toEqual({
      status: 'lunch',
      statusType: 'CUSTOM',
      ipAddress: anAddress('2001:db8::1'),
      takeOver: true,
    });
    expect((await call({ status: 'Ready', statusType: 'ROUTABLE' })).args[1]).toMatchObject({ statusType: 'ROUTABLE' });
  });

  test('takes whether the page signs in by itself, which decides nothing if there is a status', async () => {
    expect((await call({ isAutomatic: true })).args[1]).toMatchObject({ isDefaultStatus: true, isAutomatic: true });
    expect((await call({ isAutomatic: false })).args[1]).not.toHaveProperty('isAutomatic');
    const chosen = await call({ isAutomatic: true, status: 'Ready', statusType: 'ROUTABLE' });
    expect(chosen.args[1]).toEqual({
      status: 'Ready',
      statusType: 'ROUTABLE',
      ipAddress: unknownAddress,
      takeOver: false,
    });
  });

  test.each([[10], [600]])('takes a lease of %j seconds', async (leaseSeconds) => {
    expect((await call({ leaseSeconds })).args[1]).toMatchObject({ leaseSeconds });
  });

  test.each([
    [{ statusType: 'ROUTABLE' }, 'statusType', 'Must come with the status it is the type of'],
    [
      { status: 'gone', statusType: 'OFFLINE' },
      'statusType',
      'Must be ROUTABLE or CUSTOM: to go offline, sign out with DELETE /v1/agents/{agentId}/session',
    ],
    [{ status: 'gone', statusType: 'AWAY' }, 'statusType', 'Must be ROUTABLE or CUSTOM, got "AWAY"'],
    [{ status: '  ' }, 'status', 'Must be 1 to 64 printable characters, got ""'],
    [{ status: 'a\nb' }, 'status', 'Must be 1 to 64 printable characters, got "a\\nb"'],
    [{ ipAddress: '10.0.0.0/24' }, 'ipAddress', 'Must be one IP address such as 10.0.0.1, got "10.0.0.0/24"'],
    [{ takeOver: 'yes' }, 'takeOver', 'Must be true or false, got "yes"'],
    [{ isAutomatic: 'true' }, 'isAutomatic', 'Must be true or false, got "true"'],
    [{ leaseSeconds: 9 }, 'leaseSeconds', 'Must be a whole number of seconds, 10 to 600, got 9'],
    [{ leaseSeconds: 601 }, 'leaseSeconds', 'Must be a whole number of seconds, 10 to 600, got 601'],
    [{ leaseSeconds: '60' }, 'leaseSeconds', 'Must be a whole number of seconds, 10 to 600, got "60"'],
    [
      { lease: 60 },
      'lease',
      'Unknown key; known are status, statusType, ipAddress, leaseSeconds, takeOver, isAutomatic',
    ],
  ])('with %j is refused', async (body, at, message) => {
    expect(await faultsOf(call(body))).toEqual([{ path: at, message }]);
  });

  test('with a type and no status is refused together with the other faults', async () => {
    const faults = await faultsOf(call({ statusType: 'CUSTOM', takeOver: 1, lease: 1 }));
    expect(faults.map((fault) => fault.path).toSorted()).toEqual(['lease', 'statusType', 'takeOver']);
  });

  const answer = (outcome: unknown) => answerOf(signIn, outcome, aRequest({ path }));

  test('is answered with the session', async () => {
    expect(await answer({ type: 'done', agent: anAgent({ session: aSession() }) })).toEqual({
      status: 201,
      body: { sessionId: 'session-1', signedInAt: '2026-11-21T09:30:00.000Z' },
    });
  });

  test('with a lease is answered with its end and the token', async () => {
    const session = aSession({ lease: { seconds: 60, lastSeenAt: someDay } });
    expect((await answer({ type: 'done', agent: anAgent({ session }), token: 't1' })).body).toEqual({
      sessionId: 'session-1',
      signedInAt: '2026-11-21T09:30:00.000Z',
      leaseExpiresAt: '2026-11-21T09:31:00.000Z',
      token: 't1',
    });
  });

  test.each([
    ['unknownAgent', 'notFound', 'There is no agent with this id: create one with PUT /v1/agents/{agentId}'],
    [
      'alreadySignedIn',
      'conflict',
      'This agent is already signed in: sign out first, or send takeOver true to end that session',
    ],
    [
      'beingSignedOut',
      'conflict',
      'This agent is being signed out when the contact in hand ends: wait until then, or end that contact',
    ],
  ] as const)('is refused as %s', async (type, problem, message) => {
    expect(await refusalOf(answer({ type }))).toEqual({ type: problem, message });
  });
});

describe('another status', () => {
  const call = (body: unknown) => callOf(changeStatus, aRequest({ path, body }));

  test('is of type CUSTOM by default', async () => {
    expect(await call({ status: 'Break' })).toEqual({
      useCase: 'changeStatus',
      args: [key, { status: 'Break', statusType: 'CUSTOM' }],
    });
    expect((await call({ status: 'Ready', statusType: 'ROUTABLE' })).args[1]).toMatchObject({ statusType: 'ROUTABLE' });
  });

  test('needs a name', async () => {
    expect(await faultsOf(call({ statusType: 'CUSTOM' }))).toEqual([
      { path: 'status', message: 'Must be 1 to 64 printable characters, but is missing' },
    ]);
    expect(await faultsOf(call(undefined))).toEqual([
      { path: '', message: 'Must be an object with status, statusType, but is missing' },
    ]);
  });

  test('is refused while the agent is signed out', async () => {
    const request = aRequest({ path, body: { status: 'Break' } });
    expect(await refusalOf(answerOf(changeStatus, { type: 'notSignedIn' }, request))).toEqual({
      type: 'conflict',
      message: 'This agent is not signed in: sign in first with PUT /v1/agents/{agentId}/session',
    });
  });
});

describe('signing out', () => {
  const answer = (outcome: unknown) => answerOf(signOut, outcome, aRequest({ path }));

  test('succeeds, also if the agent is signed out already', async () => {
    expect(await callOf(signOut, aRequest({ path }))).toEqual({ useCase: 'signOut', args: [key] });
    expect(await answer({ type: 'done', agent: anAgent() })).toEqual({ status: 204 });
    expect(await answer({ type: 'alreadySignedOut' })).toEqual({ status: 204 });
  });

  test('is refused during a contact, and for an unknown agent', async () => {
    expect(await refusalOf(answer({ type: 'busy' }))).toEqual({
      type: 'conflict',
      message: 'This agent has a contact in hand: end it first, or force the logout with POST /v1/force-logouts',
    });
    expect((await refusalOf(answer({ type: 'unknownAgent' }))).type).toBe('notFound');
  });

  test('takes no body', async () => {
    expect(await faultsOf(callOf(signOut, aRequest({ path, body: { force: true } })))).toEqual([
      { path: 'force', message: 'Unknown key; there are none to give' },
    ]);
  });
});

describe('a heartbeat', () => {
  const request = aRequest({ path, body: { sessionId: 's1' } });
  const answer = (state: unknown) => answerOf(heartbeat, state, request);

  test('names the session', async () => {
    expect(await callOf(heartbeat, request)).toEqual({ useCase: 'heartbeat', args: [key, { sessionId: 's1' }] });
    expect(await refusalOf(callOf(heartbeat, { ...request, caller: aCaller('sessions:read') }))).toEqual({
      type: 'forbidden',
      scope: 'sessions:write',
    });
    const faults = await faultsOf(callOf(heartbeat, aRequest({ path, body: {} })));
    expect(faults.map((fault) => fault.path)).toEqual(['sessionId']);
  });

  test('has an empty answer', async () => {
    expect(await answer({ type: 'goesOn' })).toEqual({ status: 204 });
  });

  test('of a session that is over is a conflict, with how it ended if that is known', async () => {
    const order = { requestedBy: 'supervisor', reason: 'maintenance', message: 'Back at six' };
    const ended = anEndedSession({ order, connections: ['w1'] });
    const render = (problem: Awaited<ReturnType<typeof refusalOf>>) => nativeProblems.render(problem, 'req-1');
    const over = render(await refusalOf(answer({ type: 'over', ended })));
    expect(over).toMatchObject({
      status: 409,
      body: {
        title: 'Conflict',
        detail: 'This session is over: sign in anew with PUT /v1/agents/{agentId}/session',
      },
    });
    // Neither who ended it nor its connections.
    expect(over.body).toHaveProperty('ended', { cause: 'forced', reason: 'maintenance', message: 'Back at six' });
    expect(nativeProblems.body.safeParse(over.body).success).toBe(true);
    const unknown = render(await refusalOf(answer({ type: 'over' }))).body;
    for (const name of ['ended', 'heldUntil']) expect(unknown).not.toHaveProperty(name);
    expect(await refusalOf(answer({ type: 'unknownAgent' }))).toMatchObject({ type: 'notFound' });
  });

  test('of a session that was ended with a hold says until when, as a sign-in does', async () => {
    const refused = await refusalOf(answer({ type: 'over', ended: anEndedSession(), heldUntil: someDay }));
    const { body } = nativeProblems.render(refused, 'req-1');
    expect(body).toMatchObject({
      detail: 'This session is over, and the agent was forced out and cannot sign in before 2026-11-21T09:30:00.000Z',
      ended: { cause: 'forced' },
      heldUntil: '2026-11-21T09:30:00.000Z',
    });
    expect(nativeProblems.body.safeParse(body).success).toBe(true);
  });
});

test.each(sessionRoutes.map(({ key }) => [key]))('%s needs the scope to write sessions', async (key) => {
  const caller = aCaller('sessions:read', 'logout:bulk');
  expect(await refusalOf(callOf(routeOf(sessionRoutes, key), aRequest({ caller })))).toEqual({
    type: 'forbidden',
    scope: 'sessions:write',
  });
});
