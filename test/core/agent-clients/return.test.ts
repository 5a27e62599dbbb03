import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { signIn } from '#core/agents/presence.ts';
import { forceLogout } from '#core/forced-logouts/logout-decision.ts';
import { seconds } from '#core/instant.ts';
import {
  aContact,
  anAddress,
  anAgent,
  anEndedSession,
  ann,
  anOrder,
  aPendingLogout,
  someDay,
} from '#test/support/agents.ts';
import { aContactCentre, aLeasedCentre, annSignedIn } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { aSelector } from '#test/support/logout-jobs.ts';

const sessionId = 'session-1';
const sent = { timing: 'immediate' } as const;
const goHome = anOrder({ reason: 'storm', message: 'Go home', holdMinutes: 5, from: { via: 'apiKey' } });
const leaving = { sessionId, sentAt: 1_000, withinSeconds: 2 };

describe('a client that comes back just after its session has ended', () => {
  async function left(overrides: Parameters<typeof annSignedIn>[0] = {}) {
    const centre = await aLeasedCentre({ status: 'lunch', statusType: 'CUSTOM', connections: ['w1'], ...overrides });
    await centre.leave(ann, leaving);
    await centre.advanceTo(someDay + seconds(2));
    return centre;
  }
  const heartbeatOnReturn = { sessionId, sentAt: 3_000 };

  test('resumes the same session, with its status and the connections that are still open', async () => {
    const { heartbeat, advanceTo, agent, facts } = await left();
    await advanceTo(someDay + seconds(12));
    expect(await heartbeat(ann, heartbeatOnReturn)).toEqual({ type: 'goesOn' });
    const { session, endedSessions, leftSession } = (await agent()) ?? {};
    expect(session).toMatchObject({
      sessionId,
      status: 'lunch',
      statusSince: someDay,
      signedInAt: someDay,
      contacts: [],
    });
    expect(session?.lease).toMatchObject({ seconds: 120, lastSeenAt: someDay + seconds(12), sentAt: 3_000 });
    expect(session?.lease?.leavesAt).toBeUndefined();
    expect([session?.connections, endedSessions, leftSession]).toEqual([['w1'], [], undefined]);
    expect(facts().at(-1)).toMatchObject({ type: 'AgentSignedIn', sessionId, status: 'lunch', statusType: 'CUSTOM' });
    await advanceTo(someDay + seconds(132));
    expect(facts().at(-1)).toMatchObject({ type: 'AgentSignedOut', cause: 'leaseExpired' });
  });

  test.each([
    [
      'with its own connections, although another has ended since',
      [{ sessionId: 'other', connections: ['w2'] }, { connections: ['w1'] }],
      ['w1'],
      ['other'],
    ],
    [
      'without connections, if nothing is known of its end',
      [{ sessionId: 'other', connections: ['w2'] }],
      undefined,
      ['other'],
    ],
  ])('resumes it %s', async (_, ended, connections, stillEnded) => {
    const { connections: __, ...session } = annSignedIn().session;
    const lease = { seconds: 120, lastSeenAt: someDay, sentAt: 1_000 };
    const leftSession = { session: { ...session, lease }, endedAt: someDay };
    const endedSessions = ended.map((each) => anEndedSession({ cause: 'signedOut', ...each }));
    const { heartbeat, agent } = await aContactCentre([anAgent({ ...ann, leftSession, endedSessions })]);
    expect(await heartbeat(ann, heartbeatOnReturn)).toEqual({ type: 'goesOn' });
    const back = await agent();
    expect(back?.session?.connections).toEqual(connections);
    expect(back?.endedSessions.map((each) => each.sessionId)).toEqual(stillEnded);
  });

  test('more than ten seconds later finds the session over', async () => {
    const { heartbeat, advanceTo } = await left();
    await advanceTo(someDay + seconds(12) + 1);
    expect(await heartbeat(ann, heartbeatOnReturn)).toMatchObject({ type: 'over', ended: { cause: 'signedOut' } });
  });

  test('cannot resume it if the agent is in another session', async () => {
    const arrival = { status: 'Available', statusType: 'ROUTABLE', ipAddress: anAddress('10.0.0.1') } as const;
    const centre = await left();
    const command = { sessionId: 'session-2', ...arrival, takeOver: false };
    await centre.changeAgent(ann, (agent, now) => signIn(agent, command, now));
    expect(await centre.heartbeat(ann, heartbeatOnReturn)).toMatchObject({ type: 'over' });
    expect((await centre.agent())?.leftSession).toBeUndefined();
  });

  const endings: Record<string, (centre: Awaited<ReturnType<typeof left>>) => Promise<unknown>> = {
    'a forced logout of its agent by id': async ({ forceLogouts }) => {
      const request = { timing: 'immediate', order: anOrder() } as const;
      const done = await forceLogouts('demo', aSelector({ agentIds: ['ann'] }), request);
      expect(done).toMatchObject({ rows: [{ agentId: 'ann', outcome: 'alreadySignedOut' }] });
    },
    'a job': ({ changeAgent }) => {
      const command = { timing: 'immediate', order: anOrder({ jobId: 1 }), chunk: '0.0' } as const;
      return changeAgent(ann, (agent, now) => forceLogout(agent, command, now));
    },
    'a flow': ({ terminateSession, time }) =>
      terminateSession(ann, { requestedBy: 'flow', rights: { of: 'everybody' }, requestedAt: time.at }),
    'the agent’s own sign-out': ({ signOut }) => signOut(ann),
    'its sign-out by secret': ({ signOutOwn }) => signOutOwn(ann, 'secret-0', { byForce: false }),
    'its leave for good': ({ leave }) => leave(ann, { ...leaving, sentAt: 2_500, withinSeconds: 0 }),
  };

  test.each(Object.entries(endings))('cannot resume it after %s', async (_, end) => {
    const centre = await left();
    await end(centre);
    expect(await centre.heartbeat(ann, heartbeatOnReturn)).toMatchObject({ type: 'over' });
    expect((await centre.agent())?.session).toBeUndefined();
  });

  const forcing: typeof endings = {
    'by id': ({ forceLogouts }) => forceLogouts('demo', aSelector({ agentIds: ['ann'] }), { ...sent, order: goHome }),
    'by a job': ({ changeAgent }) => {
      const command = { ...sent, order: { ...goHome, jobId: 1 }, chunk: '0.0' };
      return changeAgent(ann, (agent, now) => forceLogout(agent, command, now));
    },
    'for the end of contacts': ({ forceLogouts }) =>
      forceLogouts('demo', aSelector({ agentIds: ['ann'] }), { timing: 'afterContact', order: goHome }),
  };

  test.each(Object.entries(forcing))('is told that the agent was forced out meanwhile %s', async (_, force) => {
    const centre = await left();
    await force(centre);
    const over = await centre.heartbeat(ann, heartbeatOnReturn);
    const { from: __, ...order } = goHome;
    expect(over).toMatchObject({
      type: 'over',
      ended: { sessionId, cause: 'forced', order, chosen: { status: 'lunch', statusType: 'CUSTOM' } },
      heldUntil: someDay + seconds(302),
    });
    expect((await centre.agent())?.endedSessions).not.toHaveProperty('0.order.from');
  });

  test('is not told of a forced logout after the ten seconds', async () => {
    const centre = await left();
    await centre.advanceTo(someDay + seconds(12) + 1);
    await centre.forceLogouts('demo', aSelector({ agentIds: ['ann'] }), { ...sent, order: goHome });
    expect(await centre.heartbeat(ann, heartbeatOnReturn)).toMatchObject({ ended: { cause: 'signedOut' } });
  });

  test('has the contacts that have begun meanwhile and have not ended', async () => {
    const centre = await left();
    const before = centre.facts();
    for (const contactId of ['c1', 'c2', 'c1']) await centre.beginContact(ann, { contactId, channel: 'CHAT' });
    await centre.endContact(ann, 'c1');
    expect(await centre.beginContact(ann, { contactId: 'c2', channel: 'VOICE' })).toEqual({ type: 'otherChannel' });
    expect((await centre.agent())?.session).toBeUndefined();
    expect(centre.facts()).toEqual(before);
    await centre.heartbeat(ann, heartbeatOnReturn);
    expect((await centre.agent())?.session).toMatchObject({ sessionId, contacts: [{ contactId: 'c2' }] });
    expect(centre.facts().slice(before.length)).toMatchObject([
      { type: 'AgentSignedIn', status: 'lunch' },
      { type: 'AgentStatusChanged', previousStatus: 'lunch', status: 'In-chat' },
    ]);
    await centre.endContact(ann, 'c2');
    expect(centre.facts().at(-1)).toMatchObject({ previousStatus: 'In-chat', status: 'lunch' });
  });

  test('finds no contact that begins when it can come back no more', async () => {
    const centre = await left();
    await centre.advanceTo(someDay + seconds(12) + 1);
    const before = await centre.agent();
    expect(await centre.beginContact(ann, { contactId: 'c1', channel: 'CHAT' })).toEqual({ type: 'notSignedIn' });
    expect(await centre.agent()).toEqual(before);
  });

  test('does not undo a pending logout that was completed', async () => {
    const { heartbeat, endContact, facts } = await left({
      contacts: [aContact('c1')],
      pendingLogout: aPendingLogout(),
    });
    await endContact(ann, 'c1');
    expect(facts().at(-1)).toMatchObject({ type: 'AgentSignedOut', cause: 'forced' });
    expect(await heartbeat(ann, heartbeatOnReturn)).toMatchObject({ type: 'over', ended: { cause: 'forced' } });
  });

  test('while the wake-up fires keeps the session or resumes it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (s) => {
        const centre = await aLeasedCentre();
        await centre.leave(ann, leaving);
        centre.time.at = someDay + seconds(2);
        const { heartbeat, wakeAgent } = centre.through((port) =>
          intercept(port, (method, call) => s.schedule(Promise.resolve(), method).then(call)),
        );
        const [outcome] = await s.waitFor(Promise.all([heartbeat(ann, heartbeatOnReturn), wakeAgent(ann)]));
        expect(outcome).toEqual({ type: 'goesOn' });
        expect((await centre.agent())?.session?.sessionId).toBe(sessionId);
        await centre.advanceTo(someDay + seconds(122));
        expect((await centre.agent())?.session).toBeUndefined();
      }),
    );
  });
});
