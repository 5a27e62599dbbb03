import { expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { aDayOfEvents } from './a-day-of-events.ts';

test(
  'after a day of events that are shuffled, doubled and lost, looks at everybody leave no agent different',
  async () => {
    const centre = await aDayOfEvents({ agents: randomRuns(25), hours: 24, seed: 7 });
    expect(centre.delivered()).toBeGreaterThan(1_000);
    await centre.reconcile(centre.instanceId);
    await centre.time.runUntil(centre.time.now() + seconds(5));
    await centre.reconcile(centre.instanceId);
    expect(await centre.differences()).toEqual([]);
    expect(centre.reports.filter((report) => !report.includes('bus'))).toEqual([]);
  },
  minutes(2),
);
