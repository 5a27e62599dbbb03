import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { makeDeferredLogouts } from '../../clients/agent/deferred-logout.ts';
import { parseEnded, parseEnding } from '../../clients/agent/session.ts';

const at = '2026-11-21T09:31:01.000Z';
const later = '2026-11-21T09:32:01.000Z';
const deferred = {
  ...{ type: 'LogoutDeferred', sessionId: 's1', at, reason: 'maintenance', message: 'Back at six' },
  ...{ secondsLeft: 120, onDeadline: 'force' },
};
const near = { ...deferred, type: 'LogoutDeadlineNear', at: later, secondsLeft: 60 };
const cancelled = { type: 'LogoutCancelled', sessionId: 's1', at: later, cause: 'deadline' };

/** A page that records what it shows and what it reports. */
function aPage() {
  const shown: unknown[] = [];
  const reported: (readonly [string, object])[] = [];
  const logouts = makeDeferredLogouts({
    show: (notice) => shown.push(notice),
    notify: (name: string, event: object) => reported.push([name, event]),
  });
  return { ...logouts, shown, reported, names: () => reported.map(([name]) => name) };
}

const notice = { at, reason: 'maintenance', message: 'Back at six' };

describe('a logout that waits', () => {
  test('is shown and reported with the seconds left, and again when its deadline is near', () => {
    const page = aPage();
    page.onFrame(deferred);
    page.onFrame(near);
    const first = { ...notice, secondsLeft: 120, onDeadline: 'force' };
    const second = { ...notice, at: later, secondsLeft: 60, onDeadline: 'force' };
    expect(page.reported).toEqual([
      ['logoutDeferred', first],
      ['logoutDeadlineNear', second],
    ]);
    expect(page.shown).toEqual([first, second]);
  });

  test('is reported once, although its frame comes again with each connection, and a later order is another one', () => {
    const page = aPage();
    page.onFrame(deferred);
    page.onFrame({ ...deferred, secondsLeft: 100 });
    page.onFrame(near);
    page.onFrame(near);
    page.onFrame({ ...deferred, secondsLeft: 50 });
    expect(page.names()).toEqual(['logoutDeferred', 'logoutDeadlineNear']);
    page.onFrame({ ...deferred, at: later, secondsLeft: 20 });
    expect(page.names()).toEqual(['logoutDeferred', 'logoutDeadlineNear', 'logoutDeferred']);
    expect(page.shown).toHaveLength(3);
  });

  test.each([
    ['deadline', 'deadline'],
    ['cancelled', 'cancelled'],
    ['a cause of a later version', undefined],
  ])('is shown no more when it is cancelled (%s), and that is reported once', (cause, known) => {
    const page = aPage();
    page.onFrame({ ...cancelled, cause });
    page.onFrame(deferred);
    page.onFrame({ ...cancelled, cause });
    page.onFrame({ ...cancelled, cause });
    // A copy that arrives late does not bring it back.
    page.onFrame(deferred);
    expect(page.shown).toEqual([expect.anything(), undefined]);
    expect(page.reported.slice(1)).toEqual([['logoutCancelled', { at: later, cause: known }]]);
    expect(page.frameNow()).toBeUndefined();
  });

  test('is shown again by a frame that comes again, if no connection had repeated it before', () => {
    const page = aPage();
    page.onFrame(deferred);
    page.onFrame({ type: 'LogoutCancelled', sessionId: 's1' });
    page.onFrame(deferred);
    expect(page.names()).toEqual(['logoutDeferred', 'logoutCancelled', 'logoutDeferred']);
    expect(page.reported[1]).toEqual(['logoutCancelled', { at: undefined, cause: undefined }]);
  });

  test('of another session is a new one, even with the same time', () => {
    const page = aPage();
    page.onFrame(deferred);
    page.forget();
    expect(page.frameNow()).toBeUndefined();
    page.onFrame(deferred);
    expect(page.names()).toEqual(['logoutDeferred', 'logoutDeferred']);
  });

  test.each([
    ['none', {}],
    ['seconds as text', { secondsLeft: '60', onDeadline: 'force' }],
    ['negative seconds', { secondsLeft: -1, onDeadline: 'force' }],
    ['seconds without an end', { secondsLeft: 60 }],
    ['an end without seconds', { onDeadline: 'force' }],
    ['an end of a later version', { secondsLeft: 60, onDeadline: 'Force' }],
  ])('has no deadline if the frame says %s', (_, deadline) => {
    const page = aPage();
    page.onFrame({ type: 'LogoutDeferred', ...notice, ...deadline });
    expect(page.reported).toEqual([['logoutDeferred', notice]]);
  });

  test.each([[undefined], ['LogoutDeferred'], [{}], [{ type: 'LoggedOut', at }], [{ type: 'logoutDeferred', at }]])(
    'is not in the frame %j',
    (frame) => {
      const page = aPage();
      page.onFrame(frame);
      expect([page.shown, page.reported, page.frameNow()]).toEqual([[], [], undefined]);
    },
  );
});

describe('a tab that opens while a logout waits', () => {
  beforeEach(() => void jest.useFakeTimers({ now: Date.parse(at) }));
  afterEach(() => void jest.useRealTimers());

  test('gets the seconds that are left then', () => {
    const page = aPage();
    page.onFrame(deferred);
    jest.setSystemTime(Date.parse(at) + 30_500);
    expect(page.frameNow()).toEqual({ ...deferred, secondsLeft: 90 });
    page.onFrame(near);
    jest.setSystemTime(Date.parse(at) + 500_000);
    expect(page.frameNow()).toEqual({ ...deferred, secondsLeft: 0 });
  });

  test('reports it as deferred, even if the other tab knows only that its deadline is near', () => {
    const first = aPage();
    first.onFrame(near);
    jest.setSystemTime(Date.parse(at) + 20_000);
    const second = aPage();
    second.onFrame(first.frameNow());
    expect(second.reported).toEqual([
      ['logoutDeferred', { ...notice, at: later, secondsLeft: 40, onDeadline: 'force' }],
    ]);
  });

  test('gets no seconds of a logout without a deadline', () => {
    const page = aPage();
    page.onFrame({ type: 'LogoutDeferred', ...notice });
    expect(page.frameNow()).toEqual({ type: 'LogoutDeferred', ...notice });
  });
});

test('the end of a session says how long the agent is held', () => {
  const heldUntil = '2026-11-21T10:00:00.000Z';
  expect(parseEnding({ type: 'LoggedOut', cause: 'forced', heldUntil })).toMatchObject({ cause: 'forced', heldUntil });
  expect(parseEnding({ cause: 'forced', heldUntil: 5 }).heldUntil).toBeUndefined();
});

test('the answer that the session is over says it beside how it ended', () => {
  const heldUntil = '2026-11-21T10:00:00.000Z';
  const ended = { cause: 'forced', message: 'Back at six' };
  expect(parseEnded({ status: 409, ended, heldUntil })).toMatchObject({ ...ended, heldUntil });
  expect(parseEnded({ status: 409, ended })).toMatchObject({ ...ended, heldUntil: undefined });
  expect(parseEnded({ status: 409, heldUntil })).toMatchObject({ cause: undefined, heldUntil });
  expect(parseEnded(undefined)).toMatchObject({ cause: undefined, heldUntil: undefined });
});
