import { describe, expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import type { LogoutOutcome } from '#core/agents/logout-order.ts';
import type { Lane } from '#core/backend-calls.ts';
import type { LogOutAgent } from '#core/forced-logouts/log-out-agent.ts';
import { seconds } from '#core/instant.ts';
import { makeTerminateSession } from '#core/session-rights/flow-actions.ts';
import { everyFault, faultAt, Invocation } from '#test/simulation/invocation.ts';
import { aContact, anAgent, ann, aPendingLogout, aSession, someDay, stored } from '#test/support/agents.ts';
import { aContactCentre, annSignedIn } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { eachEventOnce } from '#test/support/published-events.ts';

const api = { requestedBy: 'api', rights: { of: 'everybody' }, requestedAt: someDay } as const;
const crashed = anAgent({ ...ann, session: aSession({ contacts: [aContact('c1')], pendingLogout: aPendingLogout() }) });

/** A contact centre that records the calls of `terminateSession`. */
async function aRecordedCentre(agent: Agent) {
  const centre = await aContactCentre([agent]);
  const calls: string[] = [];
  const { terminateSession } = centre.through((port) =>
    intercept(port, (method, call) => {
      calls.push(method);
      return call();
    }),
  );
  return { ...centre, calls, terminateSession };
}

/** The outcome of a termination for which logging out has this outcome, and how urgent it was. */
async function terminatedAs(outcome: LogoutOutcome['type']) {
  const lanes: Lane[] = [];
  const logOutAgent: LogOutAgent = async (_, { lane }) => {
    lanes.push(lane);
    const row = { previousStatus: 'Available', contacts: 0 };
    if (outcome === 'ordered') throw new Error('Never the end of it');
    return { outcome: { type: outcome, ...row }, agent: undefined };
  };
  const terminateSession = makeTerminateSession({ logOutAgent });
  return { terminated: terminateSession(ann, api), lanes };
}

describe('terminating a session', () => {
  test.each([
    ['loggedOut', 'terminated'],
    ['alreadySignedOut', 'alreadySignedOut'],
    ['signedInLater', 'alreadySignedOut'],
    ['countedElsewhere', 'alreadySignedOut'],
    ['unknownAgent', 'unknownAgent'],
  ] as const)('of an agent who is %s is answered with %s, and waits for no job', async (outcome, type) => {
    const { terminated, lanes } = await terminatedAs(outcome);
    expect(await terminated).toEqual({ type });
    expect(lanes).toEqual(['urgent']);
  });

  test.each(['unconfirmed', 'deferred'] as const)(
    'that a backend leaves %s fails, so that the flow takes that branch',
    async (outcome) => {
      const { terminated } = await terminatedAs(outcome);
      await expect(terminated).rejects.toThrow('has not shown in time');
    },
  );

  test('releases its contacts at once, and its events are published right after by a wake-up', async () => {
    const { terminateSession, calls, facts, agent, advanceTo } = await aRecordedCentre(crashed);
    expect(await terminateSession(ann, api)).toEqual({ type: 'terminated' });
    expect((await agent())?.session).toBeUndefined();
    expect(calls).toEqual(['load', 'set', 'save', 'set']);
    expect(facts()).toEqual([]);
    await advanceTo(someDay);
    expect(facts()).toMatchObject([
      { type: 'ContactReleased', contactId: 'c1' },
      {
        type: 'AgentSignedOut',
        cause: 'forced',
        order: { requestedBy: 'api', from: { via: 'flow' } },
        releasedContactIds: ['c1'],
      },
    ]);
    await advanceTo(someDay + seconds(60));
    expect(facts()).toHaveLength(2);
  });

  test('a second time finds it ended, and writes nothing', async () => {
    const { terminateSession, calls, agents } = await aRecordedCentre(annSignedIn());
    await terminateSession(ann, api);
    const before = agents.all();
    calls.length = 0;
    expect(await terminateSession(ann, api)).toEqual({ type: 'alreadySignedOut' });
    expect([calls, agents.all()]).toEqual([['load'], before]);
  });

  test('does not affect a session that began after the request', async () => {
    const { terminateSession, agent } = await aRecordedCentre(annSignedIn());
    expect(await terminateSession(ann, { ...api, requestedAt: someDay - 1 })).toEqual({ type: 'alreadySignedOut' });
    expect((await agent())?.session).toBeDefined();
  });

  test('is reported to its client by the next poll', async () => {
    const { terminateSession, poll, agent } = await aRecordedCentre(annSignedIn());
    await terminateSession(ann, api);
    expect(await poll(ann, 'secret-0')).toMatchObject({ type: 'endedByOthers' });
    expect((await agent())?.endedSessions).toMatchObject([{ cause: 'forced', isReported: true }]);
  });

  test.each([
    ['an agent of another team', crashed, { of: 'teams', teamIds: ['t1'] } as const, 'unauthorized'],
    ['a signed-out agent of another team', anAgent(ann), { of: 'teams', teamIds: ['t1'] } as const, 'unauthorized'],
    ['an unknown agent', anAgent({ agentId: 'ben' }), api.rights, 'unknownAgent'],
  ])('of %s changes nothing', async (_, staff, rights, type) => {
    const { terminateSession, agents, wakeUps } = await aRecordedCentre(staff);
    expect(await terminateSession(ann, { ...api, rights })).toEqual({ type });
    expect([agents.all(), wakeUps.pending()]).toEqual([[stored(staff)], []]);
  });
});

test.each(everyFault)(
  'a flow that tries again after a call was %s ends the session once, and that is published',
  async (fault) => {
    const types = new Set<string>();
    for (const at of [1, 2, 3, 4]) {
      const centre = await aContactCentre([crashed]);
      const invocation = new Invocation(faultAt(at, fault));
      const { terminateSession } = centre.through((port) => invocation.connect(port));
      await invocation.run(() => terminateSession(ann, api)).catch(() => undefined);
      types.add((await centre.terminateSession(ann, api)).type);
      await centre.advanceTo(someDay + seconds(60));
      const published = eachEventOnce(centre.bus.published()).map(({ fact }) => fact.type);
      expect(published).toEqual(['ContactReleased', 'AgentSignedOut']);
      expect((await centre.agents.load(ann))?.outbox).toEqual([]);
    }
    expect([...types].toSorted()).toEqual(['alreadySignedOut', 'terminated']);
  },
);
