import { describe, expect, test } from '@jest/globals';
import { days, minutes, seconds } from '#core/instant.ts';
import { deleteSchedule, type KeptSchedule, type LogoutSchedule } from '#core/logout-schedules/logout-schedule.ts';
import { putSchedule } from '#core/logout-schedules/put-schedule.ts';
import { beginRun, completeRun, countLater, countsAgain, skipRun, waitOn } from '#core/logout-schedules/run.ts';
import { anOrder, someDay } from '#test/support/agents.ts';
import { aContent, nightly, ten } from './a-schedule.ts';

const { request } = aContent();
const changed = aContent({ request: { order: anOrder({ reason: 'changed' }) } }).request;

/** The schedule `nightly`, which waits for its first occurrence. */
function aSchedule(overrides: Partial<KeptSchedule> = {}): LogoutSchedule {
  const { outcome } = putSchedule(undefined, nightly, aContent(), someDay);
  if (outcome.type !== 'done') throw new Error('It was not made');
  return { ...nightly, content: { ...outcome.content, ...overrides } };
}

const begun = (jobId: number) => ({ next: { type: 'begun', at: ten, jobId } }) as const;
const disabled = { next: { type: 'disabled' } } as const;

const due = { type: 'due', at: ten, request } as const;
const late = { why: 'late' } as const;
const checked = { at: ten, jobId: 1, request };

test.each([
  ['at its occurrence', {}, ten - 1, ten],
  ['a second later if the occurrence is due', {}, ten, ten + seconds(1)],
  ['a second later if the occurrence is overdue', {}, ten + minutes(5), ten + minutes(5) + seconds(1)],
  ['a minute later if the occurrence has begun', begun(1), ten, ten + minutes(1)],
  ['no more if it is disabled', disabled, ten, undefined],
])('a schedule is looked at %s', (_, content, now, wakeUpAt) => {
  expect(waitOn(aSchedule(content), now).wakeUpAt).toBe(wakeUpAt);
});

describe.each([
  ['is not there', () => undefined],
  ['was deleted', () => deleteSchedule(aSchedule(), { callerId: 'sup' }, someDay).state],
])('a schedule that %s', (_, found) => {
  test.each<[string, (schedule: LogoutSchedule | undefined) => ReturnType<typeof waitOn | typeof beginRun>]>([
    ['wait for', (schedule) => waitOn(schedule, ten)],
    ['begin', (schedule) => beginRun(schedule, checked, ten)],
    ['complete', (schedule) => completeRun(schedule, { at: ten, jobId: 1 }, ten)],
    ['count again', (schedule) => countLater(schedule, ten)],
    ['leave out', (schedule) => skipRun(schedule, { due, skipped: late }, ten)],
  ])('has nothing to %s', (__, decide) => {
    const schedule = found();
    const { state, events, wakeUpAt } = decide(schedule);
    expect({ state, events, wakeUpAt }).toEqual({ state: schedule, events: [], wakeUpAt: undefined });
  });
});

describe('the number of a job', () => {
  test('is reserved for an occurrence that is due as it was checked', () => {
    const { state, outcome } = beginRun(aSchedule(), checked, ten);
    expect(state).toEqual(aSchedule(begun(1)));
    expect(outcome).toEqual({ type: 'begun', at: ten, jobId: 1, request });
  });

  test.each([
    ['it is not due', {}, checked, ten - 1, { type: 'nothing' }],
    ['another occurrence was checked', {}, { ...checked, at: ten - days(1) }, ten, due],
    ['another request was checked', { request: changed }, checked, ten, { ...due, request: changed }],
    ['another one is', begun(2), checked, ten, { type: 'begun', at: ten, jobId: 2, request }],
  ])('is not reserved if %s', (_, content, run, now, outcome) => {
    const schedule = aSchedule(content);
    expect(beginRun(schedule, run, now)).toMatchObject({ state: schedule, outcome });
  });
});

test.each([
  ['that another one has completed', {}],
  ['of another job', begun(2)],
])('an occurrence %s is not completed', (_, content) => {
  const schedule = aSchedule(content);
  expect(completeRun(schedule, { at: ten, jobId: 1 }, ten).state).toBe(schedule);
});

test.each([
  ['has begun meanwhile', begun(1), due, { type: 'begun', at: ten, jobId: 1, request }],
  ['has another request meanwhile', { request: changed }, due, { ...due, request: changed }],
  ['is another one meanwhile', {}, { ...due, at: ten - days(1) }, due],
])('an occurrence that %s is not left out', (_, content, asked, outcome) => {
  const schedule = aSchedule(content);
  expect(skipRun(schedule, { due: asked, skipped: late }, ten)).toMatchObject({ state: schedule, events: [], outcome });
});

describe('agents who could not be counted', () => {
  test.each([
    ['are counted again', 'notCounted', minutes(5) - 1, true],
    ['are not counted again after five minutes', 'notCounted', minutes(5), false],
    ['are not counted again if there are too many', 'everybody', 0, false],
  ] as const)('%s', (_, why, after, isAgain) => {
    expect(countsAgain({ why, found: 3 }, ten, ten + after)).toBe(isAgain);
  });

  test('are counted again half a minute later, if the occurrence is still due', () => {
    expect(countLater(aSchedule(), ten).wakeUpAt).toBe(ten + seconds(30));
    expect(countLater(aSchedule(), ten - 1).wakeUpAt).toBe(ten);
  });
});
