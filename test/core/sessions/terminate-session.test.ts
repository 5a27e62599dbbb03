import { describe, expect, test } from '@jest/globals';
import { seconds } from '#core/instant.ts';
import type { Agent } from '#core/sessions/agent.ts';
import { eachEventOnce } from '#test/simulation/each-event-once.ts';
import { intercept } from '#test/simulation/intercept.ts';
import { type Fault, Faults, ProcessLife } from '#test/simulation/process-life.ts';
import { aContact, anAgent, aPendingLogout, aSession, someDay, stored } from '#test/support/agents.ts';
import { aGateway, ann, annSignedIn } from './a-gateway.ts';

const api = { requestedBy: 'api', rights: { of: 'everybody' }, orderedAt: someDay } as const;
const hanging = anAgent({ ...ann, session: aSession({ contacts: [aContact('c1')], pendingLogout: aPendingLogout() }) });

/** A centre whose calls are written down. */
async function aCentre(agent: Agent) {
  const gateway = await aGateway([agent]);
  const calls: string[] = [];
  const { terminate } = gateway.through((port) =>
    intercept(port, (method, call) => {
      calls.push(method);
      return call();
    }),
  );
  return { ...gateway, calls, terminate };
}

describe('ending a session', () => {
  test('releases what is in hand, waits for nothing, and is told right after by an alarm', async () => {
    const { terminate, calls, facts, agent, passUntil } = await aCentre(hanging);
    expect(await terminate(ann, api)).toEqual({ type: 'terminated' });
    expect((await agent())?.session).toBeUndefined();
    expect(calls).toEqual(['load', 'set', 'save', 'set']);
    expect(facts()).toEqual([]);
    await passUntil(someDay);
    expect(facts()).toMatchObject([
      { type: 'ContactReleased', contactId: 'c1' },
      { type: 'AgentLoggedOut', cause: 257, requestedBy: 'api', releasedContactIds: ['c1'] },
    ]);
    await passUntil(someDay + seconds(60));
    expect(facts()).toHaveLength(2);
  });

  test('a second time finds it ended, and writes nothing', async () => {
    const { terminate, calls, agents } = await aCentre(annSignedIn());
    await terminate(ann, api);
    const once = agents.all();
    calls.length = 0;
    expect(await terminate(ann, api)).toEqual({ type: 'alreadySignedOut' });
    expect([calls, agents.all()]).toEqual([['load'], once]);
  });

  test('held up on its way leaves a session alone that has begun since', async () => {
    const { terminate, agent } = await aCentre(annSignedIn());
    expect(await terminate(ann, { ...api, orderedAt: someDay - 1 })).toEqual({ type: 'alreadySignedOut' });
    expect((await agent())?.session).toBeDefined();
  });

  test('is told to its client by the next poll', async () => {
    const { terminate, poll } = await aCentre(annSignedIn());
    await terminate(ann, api);
    expect(await poll(ann, 'secret-0')).toMatchObject({ type: 'endedByOthers', cause: 257 });
  });

  test.each([
    ['an agent of another team', hanging, { of: 'teams', teamIds: ['t1'] } as const, 'unauthorized'],
    ['a signed-out agent of another team', anAgent(ann), { of: 'teams', teamIds: ['t1'] } as const, 'unauthorized'],
    ['nobody known', anAgent({ agentId: 'ben' }), api.rights, 'unknownAgent'],
  ])('of %s changes nothing', async (_, staff, rights, type) => {
    const { terminate, agents, alarms } = await aCentre(staff);
    expect(await terminate(ann, { ...api, rights })).toEqual({ type });
    expect([agents.all(), alarms.pending()]).toEqual([[stored(staff)], []]);
  });
});

test.each<Fault>(['killedBefore', 'killedAfter', 'refused', 'answerLost'])(
  'a flow that tries again, whichever call was %s, ends the session once, and it is told',
  async (fault) => {
    const types = new Set<string>();
    for (const at of [1, 2, 3, 4]) {
      const gateway = await aGateway([hanging]);
      const life = new ProcessLife(new Faults((call) => (call === at ? fault : undefined)));
      const { terminate } = gateway.through((port) => life.connect(port));
      await life.run(() => terminate(ann, api)).catch(() => undefined);
      types.add((await gateway.terminate(ann, api)).type);
      await gateway.passUntil(someDay + seconds(60));
      const told = eachEventOnce(gateway.publisher.published()).map(({ fact }) => fact.type);
      expect(told).toEqual(['ContactReleased', 'AgentLoggedOut']);
      expect((await gateway.agents.load(ann))?.outbox).toEqual([]);
    }
    expect([...types].toSorted()).toEqual(['alreadySignedOut', 'terminated']);
  },
);
