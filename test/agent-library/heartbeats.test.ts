import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { SignInHeld } from '../../clients/agent/sign-in-held.ts';
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
