import { beforeAll, describe, expect, test } from '@jest/globals';
import { fastApp, realTimeApp } from '../app/running-app.ts';
import { someDay } from '../support/agents.ts';
import { eventually } from '../support/eventually.ts';
import { aCentre, type Centre } from './a-centre.ts';
import { agentsOf } from './agents.ts';
import { connect } from './aws/socket-client.ts';
import { aDesktop, subscription } from './desktop-client.ts';

let centre: Centre & ReturnType<typeof agentsOf>;
/** The same at real speed. */
let unhurried: typeof centre;
beforeAll(async () => {
  const [fast, slow] = [await aCentre(await fastApp(), 'sessions'), await aCentre(await realTimeApp(), 'sessions')];
  centre = { ...fast, ...agentsOf(fast) };
  unhurried = { ...slow, ...agentsOf(slow) };
});

/** Signs a new agent in, and returns the desktop of the agent. */
async function aSignedInAgent({ leaseSeconds = 600, of: { app, anAgent, call, eventsOf } = centre } = {}) {
  const agentId = await anAgent();
  const session = await call('PUT', `/v1/agents/${agentId}/session`, { leaseSeconds });
  const desktop = aDesktop(app, session.token);
  return {
    agentId,
    session,
    ...desktop,
    /** The `nth` request of the page. */
    heartbeat: (nth: number) => desktop.post('heartbeat', { sentAt: someDay + nth }),
    leave: (nth: number, withinSeconds = 1) => desktop.post('leave', { sentAt: someDay + nth, withinSeconds }),
    now: async () => (await call('GET', `/v1/agents/${agentId}`)).session,
    ended: async () => (await eventsOf(agentId)).at(-1),
  };
}

describe('a session with a lease', () => {
  test('begins with a token and the time of its end without heartbeats', async () => {
    const { session, now } = await aSignedInAgent({ leaseSeconds: 300 });
    const { signedInAt, leaseExpiresAt, token } = session;
    expect(Date.parse(leaseExpiresAt) - Date.parse(signedInAt)).toBe(300_000);
    expect(token).toEqual(expect.any(String));
    expect((await now())?.leaseExpiresAt).toBe(leaseExpiresAt);
  });

  test('ends without heartbeats, not early, and its client learns the cause', async () => {
    const { session, heartbeat, ended } = await aSignedInAgent({ leaseSeconds: 180 });
    expect(await heartbeat(1)).toEqual({ status: 204 });
    const { at, cause } = await ended();
    expect(cause).toBe('leaseExpired');
    expect(Date.parse(at)).toBeGreaterThanOrEqual(Date.parse(session.leaseExpiresAt));
    expect(await heartbeat(2)).toMatchObject({ status: 409, title: 'Conflict', ended: { cause: 'leaseExpired' } });
  });

  test('is kept alive by heartbeats with an API key', async () => {
    const { agentId, session, now } = await aSignedInAgent();
    const path = `/v1/agents/${agentId}/session/heartbeat`;
    expect(await centre.call('POST', path, { sessionId: session.sessionId })).toBeUndefined();
    expect(Date.parse((await now()).leaseExpiresAt)).toBeGreaterThan(Date.parse(session.leaseExpiresAt));
    await expect(centre.call('POST', path, { sessionId: 'another' })).rejects.toThrow(': 409 ');
  });
});

describe('a page that is closed', () => {
  test('ends the session, like a sign-out by the agent', async () => {
    const { leave, ended } = await aSignedInAgent();
    expect(await leave(1)).toEqual({ status: 204 });
    expect(await ended()).toMatchObject({ cause: 'signedOut', releasedContactIds: [] });
  });

  test('and opened again within some seconds continues the same session', async () => {
    const { session, now, leave, ended, heartbeat } = await aSignedInAgent({ of: unhurried });
    await leave(1);
    await ended();
    expect(await heartbeat(2)).toEqual({ status: 204 });
    expect(await now()).toMatchObject({ sessionId: session.sessionId, status: 'Available' });
  });

  test('does not end a later session', async () => {
    const older = await aSignedInAgent();
    const newer = await centre.call('PUT', `/v1/agents/${older.agentId}/session`, { takeOver: true });
    expect(await older.leave(1, 0)).toEqual({ status: 204 });
    expect(await older.now()).toMatchObject({ sessionId: newer.sessionId });
  });

  test('lets the agent finish a call, unless the instance has it released', async () => {
    const patient = await aSignedInAgent();
    await centre.beginCall(patient.agentId);
    await centre.call('PUT', '/v1/agent-settings', { contactGraceSeconds: 5 });
    expect(await centre.call('GET', '/v1/agent-settings')).toEqual({ contactGraceSeconds: 5 });
    // The setting applies within a minute.
    const applied = centre.now() + 60_000;
    await eventually(() => centre.now() > applied || undefined);
    const strict = await aSignedInAgent();
    await centre.beginCall(strict.agentId);
    await strict.leave(1);
    expect(await strict.ended()).toMatchObject({ cause: 'signedOut', releasedContactIds: ['call-1'] });
    await patient.leave(1);
    expect(await patient.now()).toMatchObject({ status: 'In-call', isLeaving: true });
    await centre.call('DELETE', `/v1/agents/${patient.agentId}/contacts/call-1`);
    expect(await patient.ended()).toMatchObject({ cause: 'signedOut', releasedContactIds: [] });
  });
});

describe('a token', () => {
  test.each(['heartbeat', 'leave', 'connection'])(
    'that is forged or of another kind is refused by %s, always with the same answer',
    async (action) => {
      const { post, session, now } = await aSignedInAgent();
      const body = action === 'connection' ? {} : { sentAt: someDay, ...(action === 'leave' && { withinSeconds: 0 }) };
      const chat = await centre.call('PUT', `/v1/chats/${session.sessionId}`, { customer: { displayName: 'Luke' } });
      const { url } = await post('connection');
      const [claims = '', signature = ''] = session.token.split('.');
      const bad = ['', 'x', `${claims}.${signature}x`, `${claims}.`, chat.participantToken, url.split('token=')[1]];
      const answers = await Promise.all(bad.map((token) => post(action, { ...body, token })));
      expect(new Set(answers.map(({ requestId: _, ...answer }) => JSON.stringify(answer))).size).toBe(1);
      expect(answers[0]).toMatchObject({ status: 401, title: 'Unauthorized' });
      expect(await now()).not.toBeNull();
    },
  );
});

describe('the desktop’s WebSocket', () => {
  test('notifies of a pending logout and of its completion, with the reason and the message of the supervisor', async () => {
    const agent = await aSignedInAgent();
    const { agentId, session } = agent;
    await centre.beginCall(agentId);
    const early = await agent.listen();
    expect(early.welcome).toMatchObject({ content: { status: 'success', topics: ['lastcall/agent'] } });
    const order = { select: { agentIds: [agentId] }, reason: 'end of shift', message: 'Good night' };
    await centre.call('POST', '/v1/force-logouts', order);
    const late = await agent.listen();
    const expected = { sessionId: session.sessionId, reason: 'end of shift', message: 'Good night' };
    for (const { next } of [early, late]) {
      expect(await next()).toMatchObject({ topic: 'lastcall/agent', content: { type: 'LogoutDeferred', ...expected } });
    }
    await centre.call('DELETE', `/v1/agents/${agentId}/contacts/call-1`);
    for (const { next, socket } of [early, late]) {
      expect(await next()).toMatchObject({ content: { type: 'LoggedOut', cause: 'forced', ...expected } });
      socket.close();
    }
  });

  test('is refused for a session that has ended, and a later subscription fails', async () => {
    const agent = await aSignedInAgent();
    const { url } = await agent.post('connection');
    await agent.leave(1, 0);
    expect(await agent.post('connection')).toMatchObject({ status: 409, ended: { cause: 'signedOut' } });
    const socket = await connect(url);
    socket.send(subscription);
    expect(JSON.parse(await socket.next())).toMatchObject({ content: { status: 'failure' } });
    socket.close();
  });
});
