import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { SignedInElsewhere, SignInHeld } from '../../clients/agent/sign-in-refusals.ts';
import { aPage, aSession } from './a-page.ts';

const now = Date.parse('2026-11-21T09:30:00.000Z');
const second = 1000;
const minute = 60 * second;

beforeEach(() => void jest.useFakeTimers({ now }));
afterEach(() => void jest.useRealTimers());

describe.each([
  ['goes on', 0],
  ['goes back a little', -300],
  ['is set back by a minute', -minute],
  ['is set back by a day', -24 * 60 * minute],
  ['is set forward by a day', 24 * 60 * minute],
])('a page whose clock %s', (_, correctionMs) => {
  const correctClock = () => void jest.setSystemTime(Date.now() + correctionMs);

  test('signs in when a hold has ended', async () => {
    const answers = [new SignInHeld(new Date(now + minute).toISOString())];
    let tries = 0;
    const page = aPage({
      async signIn() {
        tries += 1;
        const error = answers.shift();
        if (error) throw error;
        return aSession('s1');
      },
    });
    await page.pass(second);
    correctClock();
    expect(tries).toBe(1);
    await page.pass(minute + 10 * second);
    expect(tries).toBe(2);
    expect(page.session()?.sessionId).toBe('s1');
  });

  test.each([
    ['the pause that Lastcall has asked for', 5 * second, 5 * second],
    ['a lost network', undefined, second],
  ])('sends heartbeats again after %s', async (_cause, retryAfterMs, longestMs) => {
    const refused = {
      type: 'unreachable',
      error: new Error('Lastcall answered 503'),
      ...(retryAfterMs && { retryAfterMs }),
    } as const;
    const page = aPage({ answers: [refused], stored: aSession('s1') });
    await page.pass(100);
    correctClock();
    await page.pass(longestMs);
    expect(page.heartbeatsAt).toHaveLength(2);
    await page.pass(minute);
    expect(page.heartbeatsAt.length).toBeGreaterThanOrEqual(4);
  });
});

test('a page that is shown during a pause that Lastcall has asked for waits for its end', async () => {
  const refused = { type: 'unreachable', error: new Error('Lastcall answered 503'), retryAfterMs: 5 * second } as const;
  const page = aPage({ answers: [refused], stored: aSession('s1') });
  await page.pass(4 * second);
  page.sendIfDue();
  page.send();
  expect(page.heartbeatsAt).toHaveLength(1);
  await page.pass(second);
  expect(page.heartbeatsAt).toHaveLength(2);
});

describe('a page that starts when its session has been forced out', () => {
  const forced = (at: number) =>
    ({ type: 'ended', ending: { cause: 'forced', at: new Date(at).toISOString(), message: 'Go home' } }) as const;

  test.each([
    ['while a page before it counts down', { forcedAt: now - 4 * second }, now - 4 * second],
    ['while a page before it counts down, by a clock that is wrong', { forcedAt: now - 4 * second }, now - 60 * minute],
    ['when a page before it was closed during the countdown', { forcedAt: now - 30 * second }, now - 30 * second],
    ['when a page before it was closed before it knew', {}, now - 40 * second],
    ['by a clock that is slow', {}, now + 40 * second],
  ])('does not sign in, but ends the session, %s', async (_, stored, at) => {
    const page = aPage({ answers: [forced(at)], stored: { ...aSession('s1'), ...stored } });
    await page.pass(second);
    expect(page.endings).toMatchObject([{ cause: 'forced', message: 'Go home' }]);
    expect(page.names()).toEqual([]);
  });

  test.each([
    ['a page before it was closed during the countdown, long ago', { forcedAt: now - 2 * minute }, now - 2 * minute],
    ['no page was open, long ago', {}, now - 2 * minute],
  ])('signs in when %s', async (_, stored, at) => {
    const page = aPage({ answers: [forced(at)], stored: { ...aSession('s0'), ...stored } });
    await page.pass(second);
    expect(page.endings).toEqual([]);
    expect(page.names().slice(0, 1)).toEqual(['sessionLost']);
    expect(page.session()).toMatchObject({ sessionId: 's1' });
  });

  test('is not kept from it by another tab that stores the countdown', async () => {
    const page = aPage({ answers: [forced(now)], stored: aSession('s1') });
    page.store({ ...aSession('s1'), forcedAt: now });
    expect(page.adoptStored()).toBe(false);
    await page.pass(second);
    expect(page.endings).toHaveLength(1);
  });
});

test.each([
  ['comes back after its session has ended', true],
  ['is opened', false],
])('a page that %s signs in no more when it learns that the agent is signed in elsewhere', async (_, isReturn) => {
  const asked: boolean[] = [];
  const page = aPage({
    ...(isReturn && { stored: aSession('s0') }),
    answers: [{ type: 'ended', ending: { cause: 'leaseExpired' } }],
    async signIn({ isAutomatic }) {
      asked.push(isAutomatic);
      throw new SignedInElsewhere();
    },
  });
  await page.pass(60 * minute);
  expect(asked).toEqual([isReturn]);
  expect(page.endings).toEqual([{ cause: 'replaced' }]);
  expect(page.names()).toEqual(isReturn ? ['sessionLost'] : []);
});
