import { expect, test } from '@jest/globals';
import { makeMemoryFloodMarks } from '#adapters/memory/access.ts';
import { makeCrowdedOutUntil, makeNoteRefusal } from '#core/access/refusals.ts';
import { seconds } from '#core/instant.ts';
import { someDay } from '#test/support/agents.ts';

function aDeployment(marks = makeMemoryFloodMarks()) {
  const time = { at: someDay };
  const reports: string[] = [];
  const report = (fault: string) => void reports.push(fault);
  const ports = { marks, clock: { now: () => time.at }, report };
  const noteRefusal = makeNoteRefusal(ports);
  const refuse = async (count: number) => {
    for (let n = 0; n < count; n += 1) await noteRefusal();
  };
  return { marks, time, refuse, reports, crowdedOutUntil: makeCrowdedOutUntil(ports) };
}

test('fifty refusals of one container within ten seconds are a flood, and fewer are none', async () => {
  const { marks, time, refuse } = aDeployment();
  await refuse(49);
  time.at += seconds(10);
  await refuse(49);
  expect(await marks.find()).toBeUndefined();
  await refuse(1);
  expect(await marks.find()).toBe(time.at + seconds(30));
});

test('a flood is marked once in ten seconds, however large it is', async () => {
  let marked = 0;
  const mark = async () => {
    marked += 1;
  };
  const { time, refuse } = aDeployment({ mark, find: async () => undefined });
  for (let n = 0; n < 6; n += 1) {
    await refuse(500);
    time.at += seconds(10);
  }
  expect(marked).toBe(6);
});

test('what is known is five seconds old at most', async () => {
  const { time, refuse, crowdedOutUntil } = aDeployment();
  expect(await crowdedOutUntil()).toBeUndefined();
  await refuse(50);
  time.at += seconds(5);
  expect(await crowdedOutUntil()).toBe(someDay + seconds(30));
});

test('without the marks requests are answered and leases end, and that is reported', async () => {
  const fail = () => Promise.reject(new Error('down'));
  const { refuse, crowdedOutUntil, reports } = aDeployment({ mark: fail, find: fail });
  await refuse(50);
  expect(await crowdedOutUntil()).toBeUndefined();
  expect(reports).toEqual(['A flood could not be marked', 'Whether there is a flood could not be read']);
});
