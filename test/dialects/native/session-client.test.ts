import { describe, expect, test } from '@jest/globals';
import { frameOfAgentEvent, framesOfSession } from '#dialects/native/agent-frames.ts';
import { native } from '#dialects/native/problem.ts';
import {
  badSessionToken,
  parseClientConnection,
  parseClientHeartbeat,
  parseHeartbeat,
  parseLeave,
  renderClientConnection,
  renderHeartbeat,
} from '#dialects/native/session-client.ts';
import { anEndedSession, aPendingLogout, aSession, recorded, someDay } from '../../support/agents.ts';
import { aCaller, aRequest, faultsOf, refusalOf } from '../requests.ts';

const path = { agentId: '11' };
const from = (body: unknown) => ({ body });

describe('a heartbeat', () => {
  test('by a key names the session', () => {
    const request = aRequest({ path, body: { sessionId: 's1' } });
    expect(parseHeartbeat(request)).toEqual([{ instanceId: 'demo', agentId: '11' }, { sessionId: 's1' }]);
    expect(refusalOf(() => parseHeartbeat({ ...request, caller: aCaller('sessions:read') }))).toEqual({
      type: 'forbidden',
      scope: 'sessions:write',
    });
    expect(faultsOf(() => parseHeartbeat(aRequest({ path, body: {} }))).map((fault) => fault.path)).toEqual([
      'sessionId',
    ]);
  });

  test('of a page brings a token, and when it was sent', () => {
    expect(parseClientHeartbeat(from({ token: 't', sentAt: someDay }))).toEqual({ token: 't', saidAt: someDay });
  });

  test('is answered without a word, or with a token to use from now on', () => {
    expect(renderHeartbeat({ type: 'goesOn' })).toEqual({ status: 204 });
    expect(renderHeartbeat({ type: 'goesOn' }, 'fresh')).toEqual({ status: 200, body: { token: 'fresh' } });
  });

  test('of a session that is over is a conflict, with how it ended if that is known', () => {
    const ended = anEndedSession({ reason: 'maintenance', message: 'Back at six', connections: ['w1'] });
    const over = refusalOf(() => renderHeartbeat({ type: 'over', ended }));
    expect(native(over, 'req-1')).toMatchObject({
      status: 409,
      body: {
        title: 'Conflict',
        detail: 'This session is over: sign in anew with PUT /v1/agents/{agentId}/session',
        ended: { cause: 257, reason: 'maintenance', message: 'Back at six' },
      },
    });
    expect(native(over, 'req-1').body).not.toHaveProperty('ended.connections');
    expect(
      native(
        refusalOf(() => renderHeartbeat({ type: 'over' })),
        'req-1',
      ).body,
    ).not.toHaveProperty('ended');
    expect(refusalOf(() => renderHeartbeat({ type: 'unknownAgent' }))).toMatchObject({ type: 'notFound' });
  });
});

describe('a page that goes', () => {
  test('says within how many seconds', () => {
    const leave = { token: 't', sentAt: someDay, withinSeconds: 0 };
    expect(parseLeave(from(leave))).toEqual({ token: 't', saidAt: someDay, withinSeconds: 0 });
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
  ])('%j is refused', (part, at, message) => {
    const isObject = typeof part === 'object' && !Array.isArray(part);
    const body = isObject ? { token: 't', sentAt: someDay, withinSeconds: 1, ...part } : part;
    expect(faultsOf(() => parseLeave(from(body)))).toEqual([{ path: at, message }]);
  });
});

test('a page is told over which WebSocket it is told', () => {
  expect(parseClientConnection(from({ token: 't' }))).toEqual({ token: 't' });
  const address = { url: 'wss://x?token=y', expiresAt: someDay };
  expect(refusalOf(() => renderClientConnection({ type: 'over' }, address))).toMatchObject({ type: 'conflict' });
  expect(renderClientConnection({ type: 'goesOn' }, address)).toEqual({
    status: 200,
    body: { url: 'wss://x?token=y', expiresAt: '2026-11-21T09:30:00.000Z' },
  });
});

test('a token that is not good is refused without a hint of why', () => {
  expect(native(badSessionToken, 'req-1')).toMatchObject({
    status: 401,
    body: {
      detail: 'This token does not stand for a session: PUT /v1/agents/{agentId}/session with leaseSeconds gives one',
    },
  });
});

describe('a desktop is told', () => {
  const of = { instanceId: 'demo', agentId: 'ann', sessionId: 'session-1' };
  const order = { requestedBy: 'supervisor', reason: 'maintenance', message: 'Back at six' };
  const told = (frame: string | undefined) => frame && JSON.parse(frame);

  test('that the session has ended, and why, but not by whom', () => {
    const ended = { type: 'AgentLoggedOut', ...of, ...order, cause: 257, previousStatus: 'x', releasedContactIds: [] };
    expect(told(frameOfAgentEvent(recorded({ ...ended, type: 'AgentLoggedOut' })))).toEqual({
      topic: 'lastcall/agent',
      content: {
        type: 'LoggedOut',
        sessionId: 'session-1',
        at: '2026-11-21T09:30:00.000Z',
        cause: 257,
        reason: 'maintenance',
        message: 'Back at six',
      },
    });
  });

  test('that it ends with the contact in hand, when that is ordered or when it connects', () => {
    const content = {
      type: 'LogoutDeferred',
      sessionId: 'session-1',
      at: '2026-11-21T09:30:00.000Z',
      reason: 'maintenance',
      message: 'Back at six',
    };
    const event = { type: 'AgentLogoutDeferred', ...of, ...order, status: 'In-call', contactIds: ['c1'] } as const;
    expect(told(frameOfAgentEvent(recorded(event)))).toEqual({ topic: 'lastcall/agent', content });
    const frames = framesOfSession(aSession({ pendingLogout: aPendingLogout(order) }));
    expect(frames.map(told)).toEqual([{ topic: 'lastcall/agent', content }]);
    expect(framesOfSession(aSession())).toEqual([]);
  });

  test('nothing of what it does itself', () => {
    const event = { type: 'AgentSignedIn', ...of, status: 'Available', statusType: 'ROUTABLE' } as const;
    expect(frameOfAgentEvent(recorded(event))).toBeUndefined();
  });
});
