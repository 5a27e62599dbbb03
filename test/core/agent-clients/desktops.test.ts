import { describe, expect, test } from '@jest/globals';
import { signIn } from '#core/agents/presence.ts';
import { seconds } from '#core/instant.ts';
import { aContact, ann, anOrder, someDay } from '#test/support/agents.ts';
import { aContactCentre, annSignedIn } from '#test/support/contact-centre.ts';
import { aSelector } from '#test/support/logout-jobs.ts';

/** A contact centre in which Ann is signed in and her desktops can connect. */
async function aCentre(overrides: Parameters<typeof annSignedIn>[0] = {}) {
  const centre = await aContactCentre([annSignedIn(overrides)]);
  return {
    ...centre,
    connect: (connectionId: string, sessionId = 'session-1') =>
      centre.connectDesktop(ann, { sessionId, connectionId }, ({ pendingLogout }) => [
        'welcome',
        ...(pendingLogout ? ['pending'] : []),
      ]),
    forceOut: (timing: 'immediate' | 'afterContact') =>
      centre.forceLogouts('demo', aSelector({ agentIds: ['ann'] }), { timing, order: anOrder() }),
  };
}

describe('the desktop of an agent', () => {
  test('is welcomed, and notified over all its connections that the agent was signed out', async () => {
    const { connect, forceOut, sockets } = await aCentre();
    await connect('w1');
    await connect('w2');
    await forceOut('immediate');
    for (const id of ['w1', 'w2']) expect(sockets.framesOf(id)).toEqual(['welcome', 'AgentSignedOut session-1']);
  });

  test('is notified of a pending logout, at once or when it connects, and of its completion', async () => {
    const { connect, forceOut, endContact, sockets } = await aCentre({ contacts: [aContact('c1')] });
    await connect('w1');
    await forceOut('afterContact');
    await connect('w2');
    await endContact(ann, 'c1');
    expect(sockets.framesOf('w1')).toEqual(['welcome', 'AgentLogoutDeferred session-1', 'AgentSignedOut session-1']);
    expect(sockets.framesOf('w2')).toEqual(['welcome', 'pending', 'AgentSignedOut session-1']);
  });

  test('whose session was replaced is notified of that, and of nothing of the next session', async () => {
    const { connect, changeAgent, sockets } = await aCentre();
    await connect('w1');
    const { ipAddress } = annSignedIn().session;
    const next = { status: 'Available', statusType: 'ROUTABLE', ipAddress, takeOver: true, leaseSeconds: 60 } as const;
    await changeAgent(ann, (agent, now) => signIn(agent, { ...next, sessionId: 'session-2' }, now));
    await connect('w2', 'session-2');
    expect(sockets.framesOf('w1')).toEqual(['welcome', 'AgentSignedOut session-1']);
    expect(sockets.framesOf('w2')).toEqual(['welcome']);
  });

  test('of a session that is over is not connected', async () => {
    const { connect, agent } = await aCentre();
    expect(await connect('w1', 'session-0')).toEqual({ type: 'over' });
    expect((await agent())?.session?.connections).toBeUndefined();
  });

  test('has at most ten connections; the oldest is closed', async () => {
    const { connect, agent, sockets } = await aCentre();
    const ids = Array.from({ length: 11 }, (_, n) => `w${n}`);
    for (const id of ids) await connect(id);
    expect((await agent())?.session?.connections).toEqual(ids.slice(1));
    expect(ids.filter((id) => !sockets.isOpen(id))).toEqual(['w0']);
  });

  test('gets no address of an eleventh connection, until one of the ten has closed', async () => {
    const { connect, disconnectDesktop, requestSocket } = await aCentre();
    const claims = { kind: 'session', ...ann, sessionId: 'session-1', expiresAt: Number.POSITIVE_INFINITY } as const;
    const address = { type: 'address', state: { type: 'goesOn' } };
    for (let n = 0; n < 10; n += 1) {
      expect(await requestSocket(claims)).toMatchObject(address);
      await connect(`w${n}`);
    }
    expect(await requestSocket(claims)).toEqual({ type: 'full' });
    expect(await requestSocket({ ...claims, sessionId: 'session-0' })).toMatchObject({ state: { type: 'over' } });
    await disconnectDesktop(ann, 'w3');
    expect(await requestSocket(claims)).toMatchObject(address);
  });

  test('gets an address with a token of its own, which is good for 100 seconds', async () => {
    const { requestSocket, tokens } = await aCentre();
    const claims = { kind: 'session', ...ann, sessionId: 'session-1', expiresAt: Number.POSITIVE_INFINITY } as const;
    const requested = await requestSocket(claims);
    const expiresAt = someDay + seconds(100);
    expect(requested).toMatchObject({ type: 'address', expiresAt });
    const url = new URL(requested.type === 'address' ? requested.url : '');
    expect(`${url.origin}${url.pathname}`).toBe('wss://sockets.example.com/v1');
    const token = url.searchParams.get('token') ?? '';
    expect(await tokens.read(token)).toEqual({ ...claims, kind: 'sessionSocket', expiresAt });
  });

  test('of an unknown agent gets an address, and that there is no session', async () => {
    const { requestSocket } = await aCentre();
    const nobody = { kind: 'session', ...ann, agentId: 'nobody', sessionId: 's', expiresAt: someDay } as const;
    expect(await requestSocket(nobody)).toMatchObject({ type: 'address', state: { type: 'unknownAgent' } });
  });

  test('whose connection is gone before it is welcomed is not connected', async () => {
    const { connect, agent, sockets } = await aCentre();
    await connect('w1');
    sockets.lose('w2');
    await connect('w2');
    expect((await agent())?.session?.connections).toEqual(['w1']);
  });

  test('that connects twice over the same connection is welcomed twice and recorded once', async () => {
    const { connect, agent, sockets } = await aCentre();
    await connect('w1');
    await connect('w1');
    expect(sockets.framesOf('w1')).toEqual(['welcome', 'welcome']);
    expect((await agent())?.session?.connections).toEqual(['w1']);
  });

  test('is forgotten when its connections have closed or turn out to be gone', async () => {
    const { connect, disconnectDesktop, agent, agents, sockets, forceOut } = await aCentre({
      contacts: [aContact('c1')],
    });
    for (const id of ['w1', 'w2', 'w3']) await connect(id);
    await disconnectDesktop(ann, 'w1');
    const before = await agents.load(ann);
    await disconnectDesktop(ann, 'unknown');
    expect((await agents.load(ann))?.version).toBe(before?.version);
    sockets.lose('w2');
    await forceOut('afterContact');
    expect((await agent())?.session?.connections).toEqual(['w3']);
    await disconnectDesktop(ann, 'w3');
    expect((await agent())?.session).not.toHaveProperty('connections');
  });
});
