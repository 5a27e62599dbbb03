import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Events } from '../../clients/agent/callbacks.ts';
import { noDesktop } from '../../clients/agent/desktop.ts';
import type { SignedIn } from '../../clients/agent/session.ts';
import { makeSessionEnd } from '../../clients/agent/session-end.ts';
import { aloneInBrowser, aSession, fakedTimers } from './a-page.ts';

const now = Date.parse('2026-11-21T09:30:00.000Z');
const second = 1000;
const forced = { cause: 'forced', message: 'Go home' } as const;

beforeEach(() => {
  jest.useFakeTimers({ now });
  Object.assign(globalThis, { document: { hidden: false } });
});
afterEach(() => {
  jest.useRealTimers();
  Reflect.deleteProperty(globalThis, 'document');
});

/** A page with a countdown of ten seconds. */
function aPage(session: SignedIn | undefined, stored = session) {
  let kept = stored;
  let current = session;
  const counted: number[] = [];
  const reports: (readonly [name: string, event: object])[] = [];
  const close = () => {};
  const end = makeSessionEnd({
    api: { call: async () => ({ type: 'ok', body: undefined }), leave() {} },
    countdownSeconds: 10,
    desktop: undefined,
    desktopStatus: { ...noDesktop, finish: async () => void reports.push(['offline', {}]) },
    heartbeats: {
      ...{ session: () => current, send() {}, sendIfDue() {}, postpone() {} },
      adoptStored() {
        const isOther = kept !== undefined && kept.sessionId !== current?.sessionId;
        current = kept;
        return isOther;
      },
      stop() {
        current = undefined;
      },
    },
    notify: <Name extends keyof Events>(name: Name, event: Events[Name]) => reports.push([name, event]),
    socket: { connect() {}, reconnect() {}, close() {} },
    store: {
      load: () => kept,
      save: (next) => {
        kept = next;
      },
    },
    tabs: aloneInBrowser,
    timers: fakedTimers,
    view: {
      ...{ callFailed: () => close, comeBackFailed: () => close, logoutDeferred: () => close, ended: () => close },
      logoutForced: () => ({ count: (left) => counted.push(left), close }),
    },
  });
  return {
    ...end,
    counted,
    reports,
    stored: () => kept,
    names: () => reports.map(([name]) => name),
    pass: (ms: number) => jest.advanceTimersByTimeAsync(ms),
  };
}

describe('the countdown of a forced logout', () => {
  test('is stored for the pages that come, until it is over', async () => {
    const page = aPage(aSession('s1'));
    void page.end(forced);
    await page.pass(9 * second);
    expect(page.stored()).toMatchObject({ sessionId: 's1', forcedAt: now });
    expect(page.counted).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    await page.pass(second);
    expect(page.names()).toEqual(['logoutForced', 'offline', 'ended']);
    expect(page.stored()).toBeUndefined();
  });

  test.each([
    ['goes on with the seconds that are left', 6, [4, 3, 2, 1]],
    ['is over if a page comes after its end', 40, []],
    ['is as long as ever if the clock was set back', -600, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]],
  ])('%s', async (_, secondsAgo, counted) => {
    const forcedAt = now - secondsAgo * second;
    const page = aPage({ ...aSession('s1'), forcedAt });
    void page.end(forced);
    await page.pass(0);
    expect(page.reports[0]).toEqual(['logoutForced', { ...forced, countdownSeconds: counted.length }]);
    expect(page.counted.length > 0 ? page.stored() : { forcedAt }).toMatchObject({ forcedAt });
    await page.pass(counted.length * second);
    expect(page.counted).toEqual(counted);
    expect(page.names()).toEqual(['logoutForced', 'offline', 'ended']);
  });

  test('leaves the session alone that another tab has begun meanwhile', async () => {
    const page = aPage(aSession('s1'), aSession('s2'));
    void page.end(forced);
    await page.pass(10 * second);
    expect(page.names()).toContain('ended');
    expect(page.stored()).toMatchObject({ sessionId: 's2' });
  });
});

describe('a page whose agent is signed in elsewhere', () => {
  const replaced = { cause: 'replaced' } as const;

  test.each([
    ['that has a session', aSession('s1')],
    ['that could not sign in by itself', undefined],
  ])('%s says so once, and leaves the desktop as it is', async (_, session) => {
    const page = aPage(session, undefined);
    void page.end(replaced);
    void page.end(replaced);
    await page.pass(5 * second);
    expect(page.reports).toEqual([['ended', replaced]]);
    expect(page.mayGoOffline()).toBe(false);
  });

  test('goes on if it was another tab of the same browser that signed in', async () => {
    const page = aPage(undefined, aSession('s2'));
    void page.end(replaced);
    await page.pass(5 * second);
    expect(page.reports).toEqual([]);
  });
});
