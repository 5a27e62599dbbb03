import { expect, test } from '@jest/globals';
import { aDrivenCentre } from './driven-centre.ts';

/** Forces these agents out, after the current contact. */
async function logOutAll(centre: Awaited<ReturnType<typeof aDrivenCentre>>, agentIds: readonly string[]) {
  const outcome = await centre.forceLogouts(
    centre.instanceId,
    { agentIds, teamIds: [], ipRanges: [] },
    { timing: 'afterContact', order: { requestedBy: 'supervisor' } },
  );
  if (outcome.type !== 'done') return outcome.type;
  return outcome.rows.map(({ agentId, outcome: each }) => [agentId, each]);
}

test('agents who are named are looked for in Amazon Connect, whether Lastcall has seen them at work or not', async () => {
  const centre = await aDrivenCentre({}, 'username');
  const [ann, bob] = [centre.works('ann'), centre.works('bob')];
  const away = centre.addUser({ username: 'away' });
  const profile = { name: 'Bob', email: '', agentNumber: '', teamIds: [] };
  await centre.putProfile(centre.keyOf(bob), profile);
  await centre.putProfile(centre.keyOf(away), profile);
  expect(await logOutAll(centre, ['ann', 'bob', 'away', 'nobody'])).toEqual([
    ['ann', 'loggedOut'],
    ['bob', 'loggedOut'],
    ['away', 'alreadySignedOut'],
    ['nobody', 'unknownAgent'],
  ]);
  expect([centre.statusOf(ann), centre.statusOf(bob)]).toEqual(['Offline', 'Offline']);
});

test('more than fifty named agents are a job, because each of them may be at work', async () => {
  const centre = await aDrivenCentre({}, 'username');
  const names = Array.from({ length: 51 }, (_, n) => `agent-${n}`);
  for (const name of names) centre.works(name);
  expect(await logOutAll(centre, names)).toBe('job');
});
