import { describe, expect, test } from '@jest/globals';
import {
  type AgentImport,
  afterFailure,
  afterPage,
  beginImport,
  type ImportAtWork,
  type ImportPhase,
  isRunning,
  released,
  takeStep,
} from '#core/agent-imports/agent-import.ts';
import { minutes, seconds } from '#core/instant.ts';
import { someDay } from '#test/support/agents.ts';

const key = { instanceId: 'demo' };
const counts = { listed: 5, created: 1, changed: 2, deleted: 0, passedOver: 3 };

/** An import that somebody has worked on at some day. */
const anImport = (progress: Partial<ImportAtWork['progress']> = {}): ImportAtWork => ({
  ...key,
  importId: 'i',
  startedAt: someDay,
  counts,
  progress: {
    status: 'running',
    phase: 'listing',
    pages: 4,
    movedAt: someDay,
    checkAt: someDay,
    failures: 0,
    ...progress,
  },
});

/** The progress of an import that is expected to run. */
function progressOf(current: AgentImport | undefined): ImportAtWork['progress'] {
  if (!isRunning(current)) throw new Error('The import does not run');
  return current.progress;
}

test('an import begins with the first page of the first list, and anybody may do it', () => {
  const begun = beginImport({ ...key }, { importId: 'i', requestedBy: 'demo-key' }, someDay);
  expect(begun).toEqual({
    ...key,
    importId: 'i',
    requestedBy: 'demo-key',
    startedAt: someDay,
    counts: { listed: 0, created: 0, changed: 0, deleted: 0, passedOver: 0 },
    progress: { status: 'running', phase: 'listing', pages: 0, movedAt: someDay, checkAt: someDay, failures: 0 },
  });
  expect(takeStep(begun, someDay)).toBeDefined();
});

describe('whoever takes an import over', () => {
  test('has it for a minute, and goes on where it was', () => {
    const taken = takeStep(anImport({ place: 'p' }), someDay + seconds(5));
    expect(taken).toEqual(anImport({ place: 'p', checkAt: someDay + seconds(65) }));
    expect(takeStep(taken, someDay + seconds(65) - 1)).toBeUndefined();
    expect(takeStep(taken, someDay + seconds(65))).toBeDefined();
    expect(takeStep(anImport(), someDay)?.progress).not.toHaveProperty('place');
  });

  test('does not get one that is over, or that there is not', () => {
    const over = { ...anImport(), progress: { status: 'completed', finishedAt: someDay } } as const;
    expect([takeStep(over, someDay), takeStep(undefined, someDay)]).toEqual([undefined, undefined]);
  });

  // A place in a list of the backend is no longer good then.
  test.each<[ImportPhase, boolean]>([
    ['listing', false],
    ['reading', false],
    ['listingAgain', false],
    ['comparing', true],
  ])(
    'that stood still in the middle of %s for more than half an hour goes on at the same place: %j',
    (phase, isKept) => {
      const stopped = anImport({ phase, place: 'p' });
      expect(progressOf(takeStep(stopped, someDay + minutes(30))).place).toBe('p');
      const late = progressOf(takeStep(stopped, someDay + minutes(30) + 1));
      expect(late).toEqual({
        ...stopped.progress,
        ...(!isKept && { place: undefined }),
        checkAt: someDay + minutes(31) + 1,
      });
      expect('place' in late).toBe(isKept);
    },
  );

  test('lets go of it, and somebody else goes on at once', () => {
    const current = anImport({ checkAt: someDay + minutes(1), place: 'p' });
    expect(released(current, someDay + 7)).toEqual(anImport({ checkAt: someDay + 7, place: 'p' }));
  });
});

describe('after a page', () => {
  const now = someDay + seconds(10);
  const done = { counts: { ...counts, listed: 9 }, pages: 5 };

  test('the phase goes on at its next place, and failures are forgotten', () => {
    const after = afterPage(anImport({ place: 'p', failures: 3 }), { ...done, next: 'q' }, now);
    const progress = { place: 'q', pages: 5, movedAt: now, checkAt: now + minutes(1) };
    expect(after).toStrictEqual({ ...anImport(progress), counts: done.counts });
  });

  test('the next phase begins at its beginning, and after the last one the import is completed', () => {
    let current: AgentImport = anImport({ place: 'p' });
    const phases = [];
    while (isRunning(current)) {
      phases.push(current.progress.phase);
      current = afterPage(current, done, now);
      expect(current.progress).not.toHaveProperty('place');
    }
    expect(phases).toEqual(['listing', 'reading', 'listingAgain', 'comparing']);
    expect(current).toEqual({
      ...anImport(),
      counts: done.counts,
      progress: { status: 'completed', finishedAt: now },
    });
  });
});

describe('after a failure', () => {
  test('the next attempt is later each time, up to five minutes, and the twentieth failure is the last', () => {
    let current: AgentImport = anImport({ place: 'p' });
    const pauses = [];
    for (let failures = 1; failures < 20; failures += 1) {
      current = afterFailure(anImport(progressOf(current)), 'busy', someDay);
      expect(progressOf(current)).toMatchObject({ failures, place: 'p', pages: 4, movedAt: someDay });
      pauses.push((progressOf(current).checkAt - someDay) / seconds(1));
    }
    expect(pauses).toEqual([15, 30, 60, 120, 240, ...Array(14).fill(300)]);
    const failed = afterFailure(anImport(progressOf(current)), 'denied', someDay + 9);
    expect(failed).toEqual({ ...anImport(), progress: { status: 'failed', finishedAt: someDay + 9, fault: 'denied' } });
  });

  test('a place that was refused is forgotten, and none is made up', () => {
    expect(afterFailure(anImport({ place: 'p' }), 'refused', someDay).progress).not.toHaveProperty('place');
    expect(afterFailure(anImport(), 'busy', someDay).progress).not.toHaveProperty('place');
  });
});
