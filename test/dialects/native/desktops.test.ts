import { describe, expect, test } from '@jest/globals';
import { badSessionToken, desktopRoutes, frameOfAgentEvent, framesOfSession } from '#dialects/native/desktops.ts';
import { nativeProblems } from '#dialects/native/problem.ts';
import { anAddress, ann, anOrder, aPendingLogout, aSession, recorded, someDay } from '../../support/agents.ts';
import { answerOf, callOf, faultsOf, refusalOf, routeOf } from '../call-route.ts';

const heartbeat = routeOf(desktopRoutes, 'POST /v1/session/heartbeat');
const leave = routeOf(desktopRoutes, 'POST /v1/session/leave');
const connection = routeOf(desktopRoutes, 'POST /v1/session/connection');

const ofSession = { ...ann, sessionId: 'session-1' };
const claims = { kind: 'session', ...ofSession, expiresAt: someDay };

/** A request whose token `t` stands for Ann's session. */
const from = (body: unknown, sourceIp = '203.0.113.9') => ({
  body,
  sourceIp,
  async claimsOf(token: string) {
    expect(token).toBe('t');
    return claims;
  },
});

describe('a heartbeat of a page', () => {
  const body = { token: 't', sentAt: someDay };
  const answer = (outcome: unknown) => answerOf(heartbeat, outcome, from(body));

  test('has a token, the time at which it was sent, and the address of the page', async () => {
    const sent = { sentAt: someDay, from: anAddress('203.0.113.9') };
    expect(await callOf(heartbeat, from(body))).toEqual({ useCase: 'heartbeatByToken', args: [claims, sent] });
  });

  test('has no address if the gateway cannot tell it', async () => {
    const { args } = await callOf(heartbeat, from(body, 'unknown'));
    expect(args).toEqual([claims, { sentAt: someDay }]);
  });

  test('has an empty answer, or one with a new token to use from now on', async () => {
    expect(await answer({ state: { type: 'goesOn' } })).toEqual({ status: 204 });
    expect(await answer({ state: { type: 'goesOn' }, token: 'fresh' })).toEqual({
      status: 200,
      body: { token: 'fresh' },
    });
  });

  test('of a session that is over is a conflict', async () => {
    expect(await refusalOf(answer({ state: { type: 'over' } }))).toMatchObject({ type: 'conflict' });
  });
});

describe('a page that is closed', () => {
  const body = { token: 't', sentAt: someDay, withinSeconds: 0 };

  test('sends within how many seconds the session ends', async () => {
    expect(await callOf(leave, from(body))).toEqual({
      useCase: 'leave',
      args: [ann, { sessionId: 'session-1', sentAt: someDay, withinSeconds: 0 }],
    });
  });

  test('gets an empty answer', async () => {
    expect(await answerOf(leave, undefined, from(body))).toEqual({ status: 204 });
  });

  const momentMust = 'Must be the time at which it is sent, in milliseconds since 1970, as Date.now() gives it';
  const tokenMust = 'Must be the token that the session began with';
  const withinMust = 'Must be a whole number of seconds, 0 to 30';
  const whole = 'Must be an object with token, sentAt, withinSeconds';
  test.each<[unknown, string, string]>([
    [undefined, '', `${whole}, but is missing`],
    ['text', '', `${whole}, got "text"`],
    [[], '', `${whole}, got a list of 0`],
    [{ token: 7 }, 'token', `${tokenMust}, got a number`],
    [{ token: null }, 'token', `${tokenMust}, got null`],
    [{ sentAt: '5' }, 'sentAt', `${momentMust}, got "5"`],
    [{ sentAt: -1 }, 'sentAt', `${momentMust}, got -1`],
    [{ sentAt: 1_795_253_400 }, 'sentAt', `${momentMust}, got 1795253400`],
    [{ sentAt: someDay + 0.5 }, 'sentAt', `${momentMust}, got ${someDay + 0.5}`],
    [{ sentAt: 1e300 }, 'sentAt', `${momentMust}, got 1e+300`],
    [{ withinSeconds: 31 }, 'withinSeconds', `${withinMust}, got 31`],
    [{ withinSeconds: -1 }, 'withinSeconds', `${withinMust}, got -1`],
    [{ withinSeconds: 0.5 }, 'withinSeconds', `${withinMust}, got 0.5`],
    [{ within: 5 }, 'within', 'Unknown key; known are token, sentAt, withinSeconds'],
  ])('is refused with %j', async (part, at, message) => {
    const isObject = typeof part === 'object' && !Array.isArray(part);
    const given = isObject ? { ...body, withinSeconds: 1, ...part } : part;
    expect(await faultsOf(callOf(leave, from(given)))).toEqual([{ path: at, message }]);
  });
});

test('a page gets the WebSocket over which its frames are pushed', async () => {
  const request = from({ token: 't' });
  expect(await callOf(connection, request)).toEqual({ useCase: 'requestSocket', args: [claims] });
  const socket = { type: 'address', url: 'wss://x?token=y', expiresAt: someDay };
  expect(await refusalOf(answerOf(connection, { state: { type: 'over' }, ...socket }, request))).toMatchObject({
    type: 'conflict',
  });
  expect(await answerOf(connection, { state: { type: 'goesOn' }, ...socket }, request)).toEqual({
    status: 200,
    body: { url: 'wss://x?token=y', expiresAt: '2026-11-21T09:30:00.000Z' },
  });
});

test('a page gets no further WebSocket for a session that has all, and is told when to ask again', async () => {
  const refused = refusalOf(answerOf(connection, { type: 'full' }, from({ token: 't' })));
  expect(await refused).toEqual({ type: 'tooManyRequests', retryAfterSeconds: 60 });
});

test('the refusal of a token does not reveal why it is not valid', () => {
  expect(nativeProblems.render(badSessionToken, 'req-1')).toMatchObject({
    status: 401,
    body: {
      detail: 'This token does not stand for a session: PUT /v1/agents/{agentId}/session with leaseSeconds gives one',
    },
  });
});

describe('a desktop gets a frame', () => {
  const order = anOrder({ reason: 'maintenance', message: 'Back at six' });
  const read = (frame: string | undefined) => frame && JSON.parse(frame);

  test('when the session has ended, with why, but not by whom', () => {
    const ended = { type: 'AgentSignedOut', ...ofSession, order, cause: 'forced' } as const;
    const event = { ...ended, previousStatus: 'x', releasedContactIds: [] };
    expect(read(frameOfAgentEvent(recorded(event)))).toEqual({
      topic: 'lastcall/agent',
      content: {
        type: 'LoggedOut',
        sessionId: 'session-1',
        at: '2026-11-21T09:30:00.000Z',
        cause: 'forced',
        reason: 'maintenance',
        message: 'Back at six',
      },
    });
  });

  test('when the session is to end with its last contact, and again when it connects', () => {
    const content = {
      type: 'LogoutDeferred',
      sessionId: 'session-1',
      at: '2026-11-21T09:30:00.000Z',
      reason: 'maintenance',
      message: 'Back at six',
    };
    const deferred = { type: 'AgentLogoutDeferred', ...ofSession, order } as const;
    const event = { ...deferred, status: 'In-call', contactIds: ['c1'] };
    expect(read(frameOfAgentEvent(recorded(event)))).toEqual({ topic: 'lastcall/agent', content });
    const frames = framesOfSession(aSession({ pendingLogout: aPendingLogout(order) }), someDay);
    expect(frames.map(read)).toEqual([{ topic: 'lastcall/agent', content }]);
    expect(framesOfSession(aSession(), someDay)).toEqual([]);
  });

  test('of nothing that the agent does', () => {
    const event = { type: 'AgentSignedIn', ...ofSession, status: 'Available', statusType: 'ROUTABLE' } as const;
    expect(frameOfAgentEvent(recorded(event))).toBeUndefined();
  });
});
