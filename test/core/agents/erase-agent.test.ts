import { expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import { StaleVersionError } from '#core/change.ts';
import {
  aContact,
  anAddress,
  anAgent,
  anAgentEvent,
  ann,
  aPendingLogout,
  aSession,
  recorded,
  someDay,
  stored,
} from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { anOwnedCentre } from '#test/support/owned-centre.ts';

const clock = { now: () => someDay };
const source = { agent: ann, source: 'here' };

async function aCentre(agent?: Agent) {
  const ports = await memoryPorts(agent ? [agent] : [], clock);
  await ports.guesses.count(source, undefined, someDay);
  return { ...ports, ...makeUseCases(ports) };
}

type Centre = Awaited<ReturnType<typeof aCentre>>;
const left = async ({ agents, passwords, guesses, listAgents }: Centre) => ({
  agent: (await agents.load(ann))?.state,
  password: await passwords.find(ann),
  attempts: await guesses.attemptsOf(source),
  listed: (await listAgents('demo', {}, { limit: 10 })).agents,
});
const nothing = { agent: undefined, password: undefined, attempts: undefined, listed: [] };

test('nothing of an agent is left, and a repeat answers the same', async () => {
  const centre = await aCentre(anAgent({ teamIds: ['day'] }));
  expect(await centre.eraseAgent(ann)).toEqual({ type: 'erased' });
  expect(await left(centre)).toEqual(nothing);
  expect(await centre.eraseAgent(ann)).toEqual({ type: 'erased' });
});

test.each([
  ['signed in', aSession()],
  [
    'waiting for the end of a contact to be signed out',
    aSession({ contacts: [aContact('c1')], pendingLogout: aPendingLogout() }),
  ],
])('an agent who is %s is not touched', async (_, session) => {
  const centre = await aCentre(anAgent({ session }));
  expect(await centre.eraseAgent(ann)).toEqual({ type: 'signedIn' });
  expect(await left(centre)).toMatchObject({ agent: { session }, password: expect.any(String), attempts: {} });
});

test('events that were not published are published before the agent is gone', async () => {
  const centre = await aCentre();
  const event = recorded(anAgentEvent(), { eventId: 'demo/agent/ann/1' });
  await centre.agents.save(stored(anAgent(), { sequence: 1, outbox: [event] }), undefined);
  expect(await centre.eraseAgent(ann)).toEqual({ type: 'erased' });
  expect(centre.bus.published()).toEqual([event]);
  expect(await left(centre)).toEqual(nothing);
});

test('what a crash has left is removed by a repeat', async () => {
  const centre = await aCentre(anAgent());
  const removeTraces = async () => {
    throw new Error('crashed');
  };
  const crashing = makeUseCases({ ...centre, erasure: { ...centre.erasure, removeTraces } });
  await expect(crashing.eraseAgent(ann)).rejects.toThrow('crashed');
  expect(await centre.agents.load(ann)).toBeUndefined();
  expect(await centre.passwords.find(ann)).toBeDefined();
  expect(await centre.eraseAgent(ann)).toEqual({ type: 'erased' });
  expect(await left(centre)).toEqual(nothing);
});

test('an agent who signs in at the same moment is not erased', async () => {
  const centre = await aCentre(anAgent());
  const signIn = () =>
    centre.signIn(ann, {
      status: 'Available',
      statusType: 'ROUTABLE',
      ipAddress: anAddress('10.0.0.1'),
      takeOver: false,
    });
  const { load } = centre.agents;
  let isFirst = true;
  const agents = {
    ...centre.agents,
    async load(key: typeof ann) {
      const loaded = await load(key);
      if (isFirst) {
        isFirst = false;
        await signIn();
      }
      return loaded;
    },
  };
  expect(await makeUseCases({ ...centre, agents }).eraseAgent(ann)).toEqual({ type: 'signedIn' });
  expect((await left(centre)).password).toBeDefined();
});

test('an agent whom others change all the time is given up for now', async () => {
  const centre = await aCentre(anAgent());
  const removeAgent = async () => {
    throw new StaleVersionError('changed');
  };
  const { eraseAgent } = makeUseCases({ ...centre, erasure: { ...centre.erasure, removeAgent } });
  await expect(eraseAgent(ann)).rejects.toBeInstanceOf(StaleVersionError);
  expect(await centre.passwords.find(ann)).toBeDefined();
});

test('a fault while an agent is removed is not taken for a change, and is not tried again', async () => {
  const centre = await aCentre(anAgent());
  const fault = new Error('The table does not answer');
  let attempts = 0;
  const removeAgent = async () => {
    attempts += 1;
    throw attempts === 1 ? fault : new StaleVersionError('changed');
  };
  const { eraseAgent } = makeUseCases({ ...centre, erasure: { ...centre.erasure, removeAgent } });
  await expect(eraseAgent(ann)).rejects.toBe(fault);
  expect(attempts).toBe(1);
});

test('an agent who changes four times is erased all the same, with what the teams of the profile keep', async () => {
  const centre = await aCentre(anAgent({ teamIds: ['day', 'night'] }));
  const { erasure } = centre;
  let changes = 4;
  const removeAgent: typeof erasure.removeAgent = async (loaded) => {
    changes -= 1;
    if (changes >= 0) throw new StaleVersionError('changed');
    await erasure.removeAgent(loaded);
  };
  const traces: unknown[] = [];
  const removeTraces: typeof erasure.removeTraces = async (key, teamIds) => {
    traces.push(teamIds);
    await erasure.removeTraces(key, teamIds);
  };
  const { eraseAgent } = makeUseCases({ ...centre, erasure: { removeAgent, removeTraces } });
  expect(await eraseAgent(ann)).toEqual({ type: 'erased' });
  expect(await eraseAgent(ann)).toEqual({ type: 'erased' });
  expect(traces).toEqual([['day', 'night'], []]);
});

test('an agent is not erased as long as a backend has not been told that the session has ended', async () => {
  const centre = await aCentre(anAgent({ owedOffline: { checkAt: someDay, checks: 0 } }));
  expect(await centre.eraseAgent(ann)).toEqual({ type: 'stillOwed' });
  expect((await left(centre)).agent).toBeDefined();
});

test('an agent of a backend is only erased when an import has not found the user any more', async () => {
  const centre = await anOwnedCentre();
  expect(await centre.eraseAgent(ann)).toEqual({ type: 'existsInBackend' });
  await centre.changeAgent(ann, (agent) => ({
    state: agent && { ...agent, deletedAt: someDay },
    events: [],
    outcome: 1,
  }));
  expect(await centre.eraseAgent(ann)).toEqual({ type: 'erased' });
  expect(await centre.getAgent(ann)).toBeUndefined();
});
