import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { minutes } from '#core/instant.ts';
import { everyFault, type Fault, Faults, faultAt } from '#test/simulation/invocation.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { aReconciledCentre, demo, keyOf } from './a-reconciled-centre.ts';

/** Somebody asks for a reconciliation of five agents of whom four differ: whatever fails is delivered again. */
async function mended(faults: Faults) {
  const centre = await aReconciledCentre();
  for (const agentId of ['ann', 'bob', 'cem', 'dana', 'eli']) centre.works(keyOf(agentId));
  await centre.look();
  centre.time.at += minutes(5);
  centre.works(keyOf('ann'), [], 'Break');
  centre.works(keyOf('bob'), [], 'Lunch');
  centre.works(keyOf('cem'), [{}]);
  await centre.backend.goOffline(keyOf('dana'), 'urgent');
  await centre.askForReconciliation(demo, 'admin');
  for (let attempt = 0; attempt < 100; attempt += 1) {
    centre.time.at += minutes(1);
    const { run, lookAtEverybody } = centre.invocation(faults);
    const isDone = await run(() => lookAtEverybody(demo)).then(
      () => true,
      () => false,
    );
    if (isDone) break;
  }
  const [, ...events] = centre.events();
  const ids = events.flatMap(({ agentIds }) => agentIds);
  expect(ids.toSorted()).toEqual(['ann', 'bob', 'cem', 'dana']);
  expect(events.reduce((sum, { differed }) => sum + differed, 0)).toBe(4);
  expect(events.reduce((sum, { mended: { status } }) => sum + status, 0)).toBe(2);
  expect(events.filter(({ requestedBy }) => requestedBy === 'admin')).toHaveLength(1);
  expect(await Promise.all(['ann', 'bob', 'cem', 'dana', 'eli'].map(centre.statusOf))).toEqual([
    'Break',
    'Lunch',
    'Available',
    undefined,
    'Available',
  ]);
  expect((await centre.reconciliations.load(demo))?.state).toEqual(demo);
}

test.each(everyFault)('a reconciliation of which any one call is %s says once what it mended', async (fault: Fault) => {
  const undisturbed = new Faults();
  await mended(undisturbed);
  for (let at = 1; at <= undisturbed.calls; at += 1) await mended(faultAt(at, fault));
});

test('a reconciliation of which many calls fail says once what it mended', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.option(fc.constantFrom(...everyFault), { freq: 6 }), { minLength: 10, maxLength: 150 }),
      (plan) => mended(new Faults((call) => plan[call] ?? undefined)),
    ),
    { numRuns: randomRuns(100) },
  );
});
