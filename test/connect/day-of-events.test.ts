import { expect, test } from '@jest/globals';
import { minutes } from '#core/instant.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { reconciledDay } from './a-day-of-events.ts';

// `npm run simulate -- --agents 1000` has a whole centre.
test(
  'after a day of events that are shuffled, doubled and lost, looks at everybody leave no agent different',
  async () => {
    const day = await reconciledDay({ agents: randomRuns(25), hours: 24, seed: 7 });
    const { delivered, lost, before, mended, differences, reports } = day;
    expect(delivered).toBeGreaterThan(1_000);
    // Some agents' last events are lost, so that there is something to mend.
    expect(lost).toBeGreaterThan(0);
    expect(before).toBeGreaterThan(0);
    expect(mended).toBeGreaterThanOrEqual(before);
    expect(differences).toEqual([]);
    expect(reports).toEqual([]);
  },
  minutes(2),
);
