import { describe, expect, test } from '@jest/globals';
import { days, minutes, seconds } from '#core/instant.ts';
import { deleteSchedule, type KeptSchedule, type LogoutSchedule } from '#core/logout-schedules/logout-schedule.ts';
import { putSchedule } from '#core/logout-schedules/put-schedule.ts';
import { beginRun, completeRun, countLater, countsAgain, skipRun, waitOn } from '#core/logout-schedules/run.ts';
import { anOrder, someDay } from '#test/support/agents.ts';
import { aContent, nightly, ten } from './a-schedule.ts';

const { request } = aContent();
const otherRequest = aContent({ request: { order: anOrder({ reason: 'changed' }) } }).request;

/** The schedule `nightly`, which waits for its first occurrence. */
function aSchedule(overrides: Partial<KeptSchedule> = {}): LogoutSchedule {
  const { outcome } = putSchedule(undefined, nightly, aContent(), someDay);
  if (outcome.type !== 'done') throw new Error('It was not made');
  return { ...nightly, content: { ...outcome.content, ...overrides } };
}

const begun = (jobId = 1) => aSchedule({ next: { type: 'begun', at: ten, jobId } });
const deleted = deleteSchedule(aSchedule(), { callerId: 'sup' }, someDay).state;

const due = { type: 'due', at: ten, request } as const;
const leftOut = { due, skipped: { why: 'late' } } as const;
const checked = { at: ten, jobId: 1, request };

test.each([
  ['at its occurrence', aSchedule(), ten - 1, ten],
  ['a second later if the occurrence is due', aSchedule(), ten, ten + seconds(1)],
  ['a second later if the occurrence is overdue', aSchedule(), ten + minutes(5), ten + minutes(5) + seconds(1)],
  ['a minute later if the occurrence has begun', begun(), ten, ten + minutes(1)],
  ['no more if it is disabled', aSchedule({ next: { type: 'disabled' } }), ten, undefined],
])('a schedule is looked at %s', (_, schedule, now, wakeUpAt) => {
  expect(waitOn(schedule, now).wakeUpAt).toBe(wakeUpAt);
});

describe.each([
  ['is not there', undefined],
  ['was deleted', deleted],
])('a schedule that %s', (_, schedule) => {
  test.each([
    ['wait for', waitOn(schedule, ten)],
    ['begin', beginRun(schedule, checked, ten)],
    ['complete', completeRun(schedule, { at: ten, jobId: 1 }, ten)],
    ['count again', countLater(schedule, ten)],
    ['leave out', skipRun(schedule, leftOut, ten)],
  ])('has nothing to %s', (__, { state, events, wakeUpAt }) => {
    expect({ state, events, wakeUpAt }).toEqual({ state: schedule, events: [], wakeUpAt: undefined });
  });
});

describe('the number of a job', () => {
  test('is reserved for an occurrence that is due as it was checked', () => {
    const { state, outcome } = beginRun(aSchedule(), checked, ten);
    expect(state).toEqual(begun());
    expect(outcome).toEqual({ type: 'begun', at: ten, jobId: 1, request });
  });

  test.each([
    ['it is not due', aSchedule(), { ...checked }, ten - 1, { type: 'nothing' }],
    ['another occurrence was checked', aSchedule(), { ...checked, at: ten - days(1) }, ten, due],
    [
      'another request was checked',
      aSchedule({ request: otherRequest }),
      checked,
      ten,
      { ...due, request: otherRequest },
    ],
    ['another one is', begun(2), checked, ten, { type: 'begun', at: ten, jobId: 2, request }],
  ])('is not reserved if %s', (_, schedule, run, now, outcome) => {
    expect(beginRun(schedule, run, now)).toMatchObject({ state: schedule, outcome });
  });
});

test.each([
  ['that another one has completed', aSchedule()],
  ['of another job', begun(2)],
])('an occurrence %s is not completed', (_, schedule) => {
  expect(completeRun(schedule, { at: ten, jobId: 1 }, ten).state).toBe(schedule);
});

test.each([
  ['has begun meanwhile', begun(), due, { type: 'begun', at: ten, jobId: 1, request }],
  ['has another request meanwhile', aSchedule({ request: otherRequest }), due, { ...due, request: otherRequest }],
  ['is another one meanwhile', aSchedule(), { ...due, at: ten - days(1) }, due],
])('an occurrence that %s is not left out', (_, schedule, asked, outcome) => {
  expect(skipRun(schedule, { ...leftOut, due: asked }, ten)).toMatchObject({ state: schedule, events: [], outcome });
});

describe('agents who could not be counted', () => {
  test.each([
    ['are counted again', 'notCounted', minutes(5) - 1, true],
    ['are not counted again after five minutes', 'notCounted', minutes(5), false],
    ['are not counted again if there are too many', 'everybody', 0, false],
  ] as const)('%s', (_, why, late, isAgain) => {
    expect(countsAgain({ why, found: 3 }, ten, ten + late)).toBe(isAgain);
  });

  test('are counted again half a minute later, if the occurrence is still due', () => {
    expect(countLater(aSchedule(), ten).wakeUpAt).toBe(ten + seconds(30));
    expect(countLater(aSchedule(), ten - 1).wakeUpAt).toBe(ten);
  });
});
