import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Guesser } from '#core/agent-clients/password-guesses.ts';
import type { PasswordGuesses } from '#core/agent-clients/ports.ts';
import { days, type Instant, minutes, seconds } from '#core/instant.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { someDay } from '../support/agents.ts';

const guesser: Guesser = { agent: { instanceId: 'demo', agentId: '101' }, source: '0a000001' };
const others: readonly Guesser[] = [
  { ...guesser, source: '0a000002' },
  { ...guesser, agent: { instanceId: 'demo', agentId: '102' } },
  { ...guesser, agent: { instanceId: 'other', agentId: '101' } },
];

/** What every PasswordGuesses promises. */
export function passwordGuessesContract(open: () => Promise<PasswordGuesses>) {
  async function opened() {
    const guesses = await open();
    const attempt = async (now: Instant, by = guesser) => {
      const { type } = await guesses.count(by, await guesses.attemptsOf(by), now);
      return type === 'counted';
    };
    return { guesses, attempt };
  }

  /** Guesses as soon as each pause is over. Returns the pauses in seconds. */
  async function pausesOf(attempt: (now: Instant) => Promise<boolean>, count: number) {
    const pauses: number[] = [];
    let now = someDay;
    for (let n = 0; n < count; n += 1) {
      const before = now;
      while (!(await attempt(now))) now += seconds(15);
      pauses.push((now - before) / 1000);
    }
    return pauses;
  }

  test('four attempts are free, and after each further one the pause doubles, up to 15 minutes', async () => {
    const { attempt } = await opened();
    expect(await pausesOf(attempt, 13)).toEqual([0, 0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900]);
  });

  test('a pause is over at its end and no earlier, and attempts during it do not lengthen it', async () => {
    const { attempt } = await opened();
    for (let n = 0; n < 5; n += 1) expect(await attempt(someDay)).toBe(true);
    for (const later of [0, 1, seconds(15) - 1]) expect(await attempt(someDay + later)).toBe(false);
    expect(await attempt(someDay + seconds(15))).toBe(true);
  });

  test('a pause is that of the source and the agent together: neither the agent elsewhere nor others there wait', async () => {
    const { attempt } = await opened();
    for (let n = 0; n < 6; n += 1) await attempt(someDay);
    for (const other of others) expect(await attempt(someDay, other)).toBe(true);
    expect(await attempt(someDay)).toBe(false);
  });

  describe('after a right password', () => {
    test('the source begins again, and is known', async () => {
      const { guesses, attempt } = await opened();
      for (let n = 0; n < 4; n += 1) await attempt(someDay);
      expect(await guesses.attemptsOf(guesser)).toMatchObject({ isKnown: false });
      await guesses.succeeded(guesser, someDay);
      expect(await pausesOf(attempt, 6)).toEqual([0, 0, 0, 0, 0, 15]);
      expect(await guesses.attemptsOf(guesser)).toMatchObject({ isKnown: true });
    });

    test('no other source and no other agent does', async () => {
      const { guesses, attempt } = await opened();
      for (let n = 0; n < 5; n += 1) await attempt(someDay);
      for (const other of others) await guesses.succeeded(other, someDay);
      expect(await attempt(someDay)).toBe(false);
    });
  });

  test('whoever makes no attempt for a day begins again', async () => {
    const { attempt } = await opened();
    for (let n = 0; n < 5; n += 1) await attempt(someDay);
    const later = someDay + seconds(15) + days(1);
    for (let n = 0; n < 5; n += 1) expect(await attempt(later)).toBe(true);
    expect(await attempt(later)).toBe(false);
  });

  test('simultaneous attempts count each: of many, at most five are compared', async () => {
    const { attempt } = await opened();
    const answers = await Promise.all(Array.from({ length: 12 }, () => attempt(someDay)));
    const counted = answers.filter(Boolean).length;
    expect(counted).toBeGreaterThanOrEqual(1);
    let more = 0;
    while (await attempt(someDay)) more += 1;
    expect(counted + more).toBe(5);
  });

  test('a source has at most a hundred and seven attempts at one password in a day, whenever they are made', async () => {
    const { attempt } = await opened();
    let counted = 0;
    for (let now = someDay; now < someDay + days(1); now += seconds(300)) if (await attempt(now)) counted += 1;
    expect(counted).toBeLessThanOrEqual(107);
    expect(counted).toBeGreaterThan(80);
  });

  test('in any quarter of an hour there are at most ten attempts, five of them at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(minutes(4)), { maxLength: 25 }), async (gaps) => {
        const { attempt } = await opened();
        const counted: Instant[] = [];
        let now = someDay;
        for (const gap of gaps) {
          now += gap;
          if (await attempt(now)) counted.push(now);
        }
        for (const from of counted) {
          expect(counted.filter((at) => at >= from && at < from + minutes(15)).length).toBeLessThanOrEqual(11);
          expect(counted.filter((at) => at >= from && at < from + seconds(15)).length).toBeLessThanOrEqual(5);
        }
      }),
      { numRuns: randomRuns(15) },
    );
  });
}
