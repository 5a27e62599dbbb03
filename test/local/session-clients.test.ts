import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { someDay } from '../support/agents.ts';
import { type GatewayRun, startGateway } from './gateway-run.ts';
import { eventually } from './runs.ts';
import { connect } from './socket-client.ts';

let centre: GatewayRun;
beforeAll(async () => {
  centre = await startGateway(60);
}, 60_000);
afterAll(async () => {
  await centre.run.stop();
  expect(centre.failures).toEqual([]);
});

/** Signs a new agent in, and says what the page of the desktop can say then: nothing but a body, as a beacon has it. */
async function someoneSignedIn({ leaseSeconds = 600 } = {}) {
  const agentId = await centre.anAgent();
  const session = await centre.call('PUT', `/v1/agents/${agentId}/session`, { leaseSeconds });
  const say = async (what: string, body: object = {}) => {
    const text = JSON.stringify({ token: session.token, ...body });
    const response = await fetch(`${centre.run.url}/v1/session/${what}`, { method: 'POST', body: text });
    const answer = await response.text();
    return { status: response.status, ...(answer !== '' && JSON.parse(answer)) };
  };
  return {
    agentId,
    session,
    say,
    /** The `nth` word of the page. */
    heartbeat: (nth: number) => say('heartbeat', { sentAt: someDay + nth }),
    leave: (nth: number, withinSeconds = 1) => say('leave', { sentAt: someDay + nth, withinSeconds }),
    now: async () => (await centre.call('GET', `/v1/agents/${agentId}`)).session,
    ended: async () => (await centre.whatHappenedTo(agentId)).at(-1),
  };
}

describe('a session with a lease', () => {
  test('begins with a token and says when it ends unless its client is heard of', async () => {
    const { session, now } = await someoneSignedIn({ leaseSeconds: 60 });
    const { signedInAt, leaseExpiresAt, token } = session;
    expect(Date.parse(leaseExpiresAt) - Date.parse(signedInAt)).toBe(60_000);
    expect(token).toEqual(expect.any(String));
    expect((await now())?.leaseExpiresAt).toBe(leaseExpiresAt);
  });

  test('ends when nothing is heard, not early, and its client is told how', async () => {
    const { session, heartbeat, ended } = await someoneSignedIn({ leaseSeconds: 60 });
    expect(await heartbeat(1)).toEqual({ status: 204 });
    const { at, cause } = await ended();
    expect(cause).toBe(263);
    expect(Date.parse(at)).toBeGreaterThanOrEqual(Date.parse(session.leaseExpiresAt));
    expect(await heartbeat(2)).toMatchObject({ status: 409, title: 'Conflict', ended: { cause: 263 } });
  });

  test('is kept by heartbeats that a key sends', async () => {
    const { agentId, session, now } = await someoneSignedIn();
    const path = `/v1/agents/${agentId}/session/heartbeat`;
    expect(await centre.call('POST', path, { sessionId: session.sessionId })).toBeUndefined();
    expect(Date.parse((await now()).leaseExpiresAt)).toBeGreaterThan(Date.parse(session.leaseExpiresAt));
    await expect(centre.call('POST', path, { sessionId: 'another' })).rejects.toThrow(': 409 ');
  });
});

describe('a page that is closed', () => {
  test('ends the session, as the agent’s own sign-out', async () => {
    const { leave, ended } = await someoneSignedIn();
    expect(await leave(1)).toEqual({ status: 204 });
    expect(await ended()).toMatchObject({ cause: 258, releasedContactIds: [] });
  });

  test('and opened anew within some seconds goes on with the very session', async () => {
    // Ten seconds last a sixth of one here, in which a busy machine may not manage it.
    const { session, now } = await eventually(async () => {
      const someone = await someoneSignedIn();
      await someone.leave(1);
      await someone.ended();
      return (await someone.heartbeat(2)).status === 204 ? someone : undefined;
    }, 30);
    expect(await now()).toMatchObject({ sessionId: session.sessionId, status: 'Available' });
  }, 60_000);

  test('does not end the session that came after', async () => {
    const older = await someoneSignedIn();
    const newer = await centre.call('PUT', `/v1/agents/${older.agentId}/session`, { takeOver: true });
    expect(await older.leave(1, 0)).toEqual({ status: 204 });
    expect(await older.now()).toMatchObject({ sessionId: newer.sessionId });
  });

  test('leaves a call to be finished, unless the instance wants it released', async () => {
    const patient = await someoneSignedIn();
    await centre.beginCall(patient.agentId);
    await centre.call('PUT', '/v1/agent-settings', { contactGraceSeconds: 5 });
    expect(await centre.call('GET', '/v1/agent-settings')).toEqual({ contactGraceSeconds: 5 });
    // The setting is seen within a minute, which is a second here.
    const strict = await eventually(async () => {
      const someone = await someoneSignedIn();
      await centre.beginCall(someone.agentId);
      await someone.leave(1);
      const released = await someone.ended().catch(() => undefined);
      return released && { released };
    }, 30);
    expect(strict.released).toMatchObject({ cause: 258, releasedContactIds: ['call-1'] });
    await patient.leave(1);
    expect(await patient.now()).toMatchObject({ status: 'In-call', isLeaving: true });
    await centre.call('DELETE', `/v1/agents/${patient.agentId}/contacts/call-1`);
    expect(await patient.ended()).toMatchObject({ cause: 258, releasedContactIds: [] });
  }, 60_000);
});

describe('a token', () => {
  test.each(['heartbeat', 'leave', 'connection'])(
    'that is forged, or of another kind, is refused by %s without a hint',
    async (what) => {
      const { say, session, now } = await someoneSignedIn();
      const body = what === 'connection' ? {} : { sentAt: someDay, ...(what === 'leave' && { withinSeconds: 0 }) };
      const chat = await centre.call('PUT', `/v1/chats/${session.sessionId}`, { customer: { displayName: 'Luke' } });
      const { url } = await say('connection');
      const [claims = '', signature = ''] = session.token.split('.');
      const bad = ['', 'x', `${claims}.${signature}x`, `${claims}.`, chat.participantToken, url.split('token=')[1]];
      const answers = await Promise.all(bad.map((token) => say(what, { ...body, token })));
      expect(new Set(answers.map(({ requestId: _, ...answer }) => JSON.stringify(answer))).size).toBe(1);
      expect(answers[0]).toMatchObject({ status: 401, title: 'Unauthorized' });
      expect(await now()).not.toBeNull();
    },
  );
});

describe('the desktop’s WebSocket', () => {
  const subscription = JSON.stringify({ topic: 'aws/subscribe', content: { topics: ['lastcall/agent'] } });
  async function listening(someone: Awaited<ReturnType<typeof someoneSignedIn>>) {
    const socket = await connect((await someone.say('connection')).url);
    socket.send(subscription);
    const next = async () => JSON.parse(await socket.next());
    return { socket, next, welcome: await next() };
  }

  test('tells of a logout that waits, and of its completion, with the words of the supervisor', async () => {
    const someone = await someoneSignedIn();
    const { agentId, session } = someone;
    await centre.beginCall(agentId);
    const early = await listening(someone);
    expect(early.welcome).toMatchObject({ content: { status: 'success', topics: ['lastcall/agent'] } });
    const order = { select: { agentIds: [agentId] }, reason: 'end of shift', message: 'Good night' };
    await centre.call('POST', '/v1/force-logouts', order);
    const late = await listening(someone);
    const words = { sessionId: session.sessionId, reason: 'end of shift', message: 'Good night' };
    for (const { next } of [early, late]) {
      expect(await next()).toMatchObject({ topic: 'lastcall/agent', content: { type: 'LogoutDeferred', ...words } });
    }
    await centre.call('DELETE', `/v1/agents/${agentId}/contacts/call-1`);
    for (const { next, socket } of [early, late]) {
      expect(await next()).toMatchObject({ content: { type: 'LoggedOut', cause: 257, ...words } });
      socket.close();
    }
  });

  test('is not there for a session that is over, nor subscribed to when it ends before', async () => {
    const someone = await someoneSignedIn();
    const { url } = await someone.say('connection');
    await someone.leave(1, 0);
    expect(await someone.say('connection')).toMatchObject({ status: 409, ended: { cause: 258 } });
    const socket = await connect(url);
    socket.send(subscription);
    expect(JSON.parse(await socket.next())).toMatchObject({ content: { status: 'failure' } });
    socket.close();
  });
});
