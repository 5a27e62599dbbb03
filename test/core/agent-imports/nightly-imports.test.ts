import { expect, test } from '@jest/globals';
import { days, minutes } from '#core/instant.ts';
import { someDay } from '#test/support/agents.ts';
import { aCentre, key } from './an-import.ts';

test('an import that somebody asked for in the evening does not take the place of the one of the night', async () => {
  const { importAgents, wakeImport, latestImport, finish, time, facts } = await aCentre(['ann']);
  const midnight = Math.ceil(someDay / days(1)) * days(1);
  time.at = midnight - minutes(5);
  await importAgents(key, 'demo-key');
  await finish();
  time.at = midnight + minutes(180);
  await wakeImport(key);
  expect((await latestImport(key))?.startedAt).toBe(time.at);
  await finish();
  expect(facts().map((fact) => 'requestedBy' in fact)).toEqual([true, false]);
});

test('each night every instance is imported once, between one and three o’clock UTC, and not all at the same time', async () => {
  const { wakeImport, latestImport, time } = await aCentre(['ann']);
  const startsOf = async (instanceId: string) => {
    const starts: number[] = [];
    for (time.at = someDay; time.at < someDay + days(3); time.at += minutes(5)) {
      await wakeImport({ instanceId });
      const latest = await latestImport({ instanceId });
      if (latest && latest.startedAt !== starts.at(-1)) starts.push(latest.startedAt);
      expect(latest?.requestedBy).toBeUndefined();
    }
    return starts;
  };
  const nightly = [];
  for (const instanceId of ['demo', 'b', 'c', 'd']) {
    const [first, ...nights] = await startsOf(instanceId);
    expect(first).toBe(someDay);
    expect(nights).toHaveLength(3);
    const [ofDay = 0, ...others] = nights.map((at) => at % days(1));
    expect(others).toEqual([ofDay, ofDay]);
    expect(ofDay).toBeGreaterThanOrEqual(minutes(60));
    expect(ofDay).toBeLessThan(minutes(180));
    nightly.push(ofDay);
  }
  expect(new Set(nightly).size).toBeGreaterThan(1);
});
