import { describe, expect, test } from '@jest/globals';
import { makeMemorySockets } from '#adapters/memory/sockets.ts';
import type { AgentKey } from '#core/sessions/agent.ts';
import { closeConnections } from '#core/sessions/client-connections.ts';
import { makeCommitAgent } from '#core/sessions/commit-agent.ts';
import { forceLogout } from '#core/sessions/forced-logout.ts';
import { endContact, signIn } from '#core/sessions/presence.ts';
import { makeConnectClient, makeTellClient } from '#core/sessions/tell-client.ts';
import { makeTell } from '#core/tell.ts';
import { memoryCentre } from '#test/simulation/memory-centre.ts';
import { aContact, someDay } from '#test/support/agents.ts';
import { ann, annSignedIn } from './a-gateway.ts';

/** A centre in which Ann is signed in, and what her desktop is told over its WebSockets. */
async function aCentre(says: Parameters<typeof annSignedIn>[0] = {}) {
  const centre = await memoryCentre([annSignedIn(says)]);
  const sockets = makeMemorySockets();
  const tell = makeTell<AgentKey>({
    sockets,
    forget: (_, gone) => commitAgent(ann, (agent) => closeConnections(agent, gone), 'caller'),
    report: centre.report,
  });
  const tellClient = makeTellClient({ tell, frameOf: ({ fact: { type, sessionId } }) => `${type} ${sessionId}` });
  const commitAgent = makeCommitAgent({
    ...centre,
    store: centre.agents,
    publisher: { publish: tellClient },
    clock: { now: () => someDay },
  });
  const connectClient = makeConnectClient({ commitAgent, sockets });
  return {
    sockets,
    commitAgent,
    connect: (connectionId: string, sessionId = 'session-1') => {
      return connectClient(ann, { sessionId, connectionId }, ({ pendingLogout }) => [
        'welcome',
        ...(pendingLogout ? ['pending'] : []),
      ]);
    },
    forceOut: (timing: 'immediate' | 'afterContact') =>
      commitAgent(ann, (agent, now) => forceLogout(agent, { timing, requestedBy: 'supervisor' }, now), 'caller'),
    agent: async () => (await centre.agents.load(ann))?.state,
  };
}

describe('the desktop of an agent', () => {
  test('is welcomed, and told over all its connections that it was signed out', async () => {
    const { connect, forceOut, sockets } = await aCentre();
    await connect('w1');
    await connect('w2');
    await forceOut('immediate');
    for (const id of ['w1', 'w2']) expect(sockets.framesOf(id)).toEqual(['welcome', 'AgentLoggedOut session-1']);
  });

  test('is told of a logout that waits, at once or when it connects, and of its completion', async () => {
    const { connect, forceOut, commitAgent, sockets } = await aCentre({ contacts: [aContact('c1')] });
    await connect('w1');
    await forceOut('afterContact');
    await connect('w2');
    await commitAgent(ann, (agent, now) => endContact(agent, 'c1', now), 'caller');
    expect(sockets.framesOf('w1')).toEqual(['welcome', 'AgentLogoutDeferred session-1', 'AgentLoggedOut session-1']);
    expect(sockets.framesOf('w2')).toEqual(['welcome', 'pending', 'AgentLoggedOut session-1']);
  });

  test('that was replaced is told that its session is over, and nothing of the one after', async () => {
    const { connect, commitAgent, sockets } = await aCentre();
    await connect('w1');
    const { ipAddress } = annSignedIn().session;
    const other = { status: 'Available', statusType: 'ROUTABLE', ipAddress, takeOver: true, leaseSeconds: 60 } as const;
    await commitAgent(ann, (agent, now) => signIn(agent, { ...other, sessionId: 'session-2' }, now), 'caller');
    await connect('w2', 'session-2');
    expect(sockets.framesOf('w1')).toEqual(['welcome', 'AgentLoggedOut session-1']);
    expect(sockets.framesOf('w2')).toEqual(['welcome']);
  });

  test('of a session that is over is not connected', async () => {
    const { connect, agent } = await aCentre();
    expect(await connect('w1', 'session-0')).toEqual({ type: 'over' });
    expect((await agent())?.session?.connections).toBeUndefined();
  });

  test('has ten connections at most; the oldest is closed', async () => {
    const { connect, agent, sockets } = await aCentre();
    const ids = Array.from({ length: 11 }, (_, n) => `w${n}`);
    for (const id of ids) await connect(id);
    expect((await agent())?.session?.connections).toEqual(ids.slice(1));
    expect(ids.filter((id) => !sockets.isOpen(id))).toEqual(['w0']);
  });

  test('that connects twice over the same connection is welcomed again, and noted once', async () => {
    const { connect, agent, sockets } = await aCentre();
    await connect('w1');
    await connect('w1');
    expect(sockets.framesOf('w1')).toEqual(['welcome', 'welcome']);
    expect((await agent())?.session?.connections).toEqual(['w1']);
  });

  test('is forgotten as far as its connections have closed, before they were noted or after', async () => {
    const { connect, commitAgent, agent, sockets, forceOut } = await aCentre({ contacts: [aContact('c1')] });
    for (const id of ['w1', 'w2', 'w3']) await connect(id);
    await commitAgent(ann, (state) => closeConnections(state, ['w1', 'unknown']), 'caller');
    sockets.lose('w2');
    await forceOut('afterContact');
    expect((await agent())?.session?.connections).toEqual(['w3']);
    await commitAgent(ann, (state) => closeConnections(state, ['w3']), 'caller');
    expect((await agent())?.session).not.toHaveProperty('connections');
  });
});
