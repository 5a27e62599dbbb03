import { expect, test } from '@jest/globals';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { noMishaps } from './mishaps.ts';
import { runCentre } from './run-centre.ts';

/** `npm run simulate` takes more of them. */
const centres = randomRuns(10);

test('agents, jobs and chats of a whole centre lose nothing, whatever goes wrong with any call', async () => {
  const counts = noMishaps();
  for (let seed = 1; seed <= centres; seed += 1) await runCentre(seed, counts);
  expect(counts.mishaps.size).toBeGreaterThan(5);
}, 300_000);
