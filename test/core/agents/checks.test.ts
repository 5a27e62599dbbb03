import { describe, expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import { BackendError } from '#core/backend-calls.ts';
import { minutes, seconds } from '#core/instant.ts';
import { ann, aPendingLogout, someDay } from '#test/support/agents.ts';
import { anOwnedCentre } from '#test/support/owned-centre.ts';
import { notAtWork } from './observations.ts';

/** Ann is at work; a backend is looked at for her logout then, and by rules then. */
async function aCentre({ owedAt, lookAt }: { owedAt?: number; lookAt?: number } = {}) {
  const centre = await anOwnedCentre();
  centre.works(ann);
  await centre.followBackend(ann, await centre.backend.observe(ann, 'urgent'));
  const inBackend = { timing: 'afterContact', checkAt: owedAt ?? 0, checks: 0 } as const;
  const session = {
    ...(owedAt !== undefined && { pendingLogout: { ...aPendingLogout(), inBackend } }),
    ...(lookAt !== undefined && { rules: { told: [], ending: [], lookAt } }),
  };
  await centre.changeAgent(ann, (agent) => ({
    state: agent?.session && { ...agent, session: { ...agent.session, ...session } },
    events: [],
    outcome: undefined,
  }));
  const look = async (isCheck = true) =>
    centre.followBackend(ann, await centre.backend.observe(ann, 'urgent'), { isCheck });
  return { ...centre, look };
}
const checkOf = (agent: Agent | undefined) => agent?.session?.pendingLogout?.inBackend?.checkAt;

describe('a look at a backend', () => {
  test('is due or not, and never because of news or if the agent owes nothing', async () => {
    expect(await (await aCentre({ owedAt: someDay })).look()).toMatchObject({ wasDue: true });
    expect(await (await aCentre({ owedAt: someDay + 1 })).look()).toMatchObject({ wasDue: false });
    for (const isCheck of [true, false]) expect(await (await aCentre()).look(isCheck)).toMatchObject({ wasDue: false });
    expect(await (await aCentre({ owedAt: someDay + 1 })).look(false)).toMatchObject({ wasDue: false });
  });

  const later = someDay + minutes(2);
  const next = someDay + seconds(30);
  test.each([
    ['that is due, and has the next one later', { owedAt: someDay }, next],
    ['that is due for rules as well, and has the next one later', { owedAt: someDay, lookAt: someDay }, next],
    ['that is due for something else, and has the next one as if it had been', { owedAt: later }, next],
    ['that rules make, and leaves the one for a logout as it is', { owedAt: later, lookAt: someDay }, later],
  ])('is one %s', async (_, setting, checkAt) => {
    expect(checkOf((await (await aCentre(setting)).look()).agent)).toBe(checkAt);
  });

  test('that shows that the agent has gone need not be told to the backend', async () => {
    const centre = await aCentre();
    const { agent } = await centre.followBackend(ann, notAtWork('offline', { at: someDay + 1 }));
    expect(agent?.session).toBeUndefined();
    expect(await centre.getAgent(ann)).not.toHaveProperty('owedOffline');
  });

  test('is made again by the queue if its events are not published', async () => {
    const centre = await anOwnedCentre();
    centre.works(ann);
    centre.bus.publish = () => Promise.reject(new Error('The bus does not answer'));
    const look = centre.backend.observe(ann, 'urgent').then((shown) => centre.followBackend(ann, shown));
    await expect(look).rejects.toThrow('The bus does not answer');
  });
});

test('a contact that is over when the backend refuses to end it is not said to go on', async () => {
  const centre = await anOwnedCentre({ teamIds: ['sales'] });
  await centre.putTeamRules('demo', { teamId: 'sales', longContact: { mode: 'on', hours: 1 } });
  centre.works(ann, [{}]);
  await centre.reconcile('demo');
  centre.backend.stopContact = async () => {
    centre.endContact(ann);
    await centre.followBackend(ann, await centre.backend.observe(ann, 'urgent'));
    throw new BackendError('refused', 'It is over');
  };
  await centre.advance(minutes(60));
  expect(centre.facts()).toEqual(['AgentSignedIn', 'RuleMatched', 'AgentStatusChanged', 'ContactStopped']);
});
