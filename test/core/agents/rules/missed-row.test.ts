import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SignedInAgent } from '#core/agents/agent.ts';
import type { Observed, ObservedContact } from '#core/agents/backend.ts';
import { emptyRow, withAnswer, withAnswered, withShown } from '#core/agents/rules/missed-row.ts';
import { type MissedRow, nothingWatched, type RuleWatch } from '#core/agents/rules/rule-watch.ts';
import { minutes, seconds } from '#core/instant.ts';
import { anAgent, ann, aSession, someDay } from '#test/support/agents.ts';

const contact = (contactId: string, overrides: Partial<ObservedContact> = {}): ObservedContact => ({
  contactId,
  channel: 'VOICE',
  phase: 'missed',
  since: someDay,
  canBeStopped: true,
  ...overrides,
});
const shows = (at: number, ...contacts: readonly ObservedContact[]): Observed => ({
  at,
  status: { name: 'Available', type: 'ROUTABLE', since: someDay },
  isGoingOffline: false,
  contacts,
});
const missed = (contactId: string, minute: number) => contact(contactId, { missedAt: someDay + minutes(minute) });
const accepted = (contactId: string, minute: number) =>
  contact(contactId, { phase: 'connected', connectedAt: someDay + minutes(minute) });

const rowAfter = (...shown: readonly Observed[]) =>
  shown.reduce<MissedRow>((row, observed) => withShown(row, observed, someDay), emptyRow);
const lengthAfter = (...shown: readonly Observed[]) => rowAfter(...shown).misses.length;
const at = (minute: number) => someDay + minutes(minute);

describe('a row of missed contacts', () => {
  test('has each contact once for each time that it was missed, however often it is shown', () => {
    const twice = shows(at(1), missed('c1', 1));
    expect(lengthAfter(twice, twice, shows(at(2), missed('c1', 1)))).toBe(1);
    expect(lengthAfter(twice, shows(at(3), missed('c1', 3)))).toBe(2);
    expect(lengthAfter(shows(at(3), missed('c1', 1), missed('c2', 1)))).toBe(2);
  });

  test('has a miss once if two ways to ask round its instant differently', () => {
    const rounded = contact('c1', { missedAt: at(1) + 704 });
    expect(lengthAfter(shows(at(2), missed('c1', 1)), shows(at(2), rounded))).toBe(1);
  });

  test('has nothing that was rejected or has failed, and nothing from before the session', () => {
    expect(lengthAfter(shows(at(2), contact('c1')))).toBe(0);
    expect(lengthAfter(shows(at(2), missed('c1', -1)))).toBe(0);
  });

  test('ends with a contact that was accepted, and not with one that rings', () => {
    const before = shows(at(2), missed('c1', 1), missed('c2', 2));
    expect(lengthAfter(before, shows(at(4), accepted('c3', 3)))).toBe(0);
    expect(lengthAfter(before, shows(at(4), contact('c3', { phase: 'ringing' })))).toBe(2);
    expect(lengthAfter(before, shows(at(4), accepted('c3', 3), missed('c4', 4)))).toBe(1);
  });

  test('ends with a contact that is in after-contact work only if it was accepted', () => {
    const before = shows(at(2), missed('c1', 1));
    const over = contact('c3', { phase: 'afterContactWork', since: at(4) });
    expect(lengthAfter(before, shows(at(4), over))).toBe(1);
    expect(lengthAfter(before, shows(at(4), { ...over, connectedAt: at(3) }))).toBe(0);
  });

  test('goes on while a chat is open that was accepted before it', () => {
    expect(lengthAfter(shows(at(5), accepted('c0', 0), missed('c1', 4), missed('c2', 5)))).toBe(2);
  });

  test('is not hidden by an instant that is ahead', () => {
    const ahead = shows(at(2), accepted('c3', 500));
    expect(lengthAfter(ahead, shows(at(3), missed('c1', 3)))).toBe(1);
  });

  test('counts what is shown as missed ahead of its time from when it was shown', () => {
    expect(rowAfter(shows(at(2), missed('c1', 500))).misses).toMatchObject([{ at: at(2) }]);
  });

  test('has what was missed at the very instant of the sign-in, and nothing of the instant of an acceptance', () => {
    expect(lengthAfter(shows(at(2), missed('c1', 0)))).toBe(1);
    expect(lengthAfter(shows(at(2), missed('c1', 1)), shows(at(3), accepted('c2', 1)))).toBe(0);
    expect(lengthAfter(shows(at(3), accepted('c2', 1)), shows(at(3), missed('c1', 1)))).toBe(0);
  });

  test('has a contact that was missed again five seconds later twice', () => {
    const again = contact('c1', { missedAt: at(1) + seconds(5) });
    expect(lengthAfter(shows(at(2), missed('c1', 1)), shows(at(2), again))).toBe(2);
    const sooner = contact('c1', { missedAt: at(1) + seconds(5) - 1 });
    expect(lengthAfter(shows(at(2), missed('c1', 1)), shows(at(2), sooner))).toBe(1);
  });

  test('ends with the latest acceptance of those that are shown, from when it began if that is all there is', () => {
    const before = shows(at(2), missed('c1', 1), missed('c2', 2));
    expect(rowAfter(before, shows(at(9), accepted('c3', 3), accepted('c4', 4), accepted('c0', 0))).answeredAt).toBe(
      at(4),
    );
    const begun = contact('c3', { phase: 'connected', since: at(3) });
    expect(rowAfter(before, shows(at(9), begun)).answeredAt).toBe(at(3));
  });

  test('has the next number only if there was something that an acceptance has ended', () => {
    const answered = rowAfter(shows(at(2), accepted('c1', 1)));
    expect(answered).toEqual({ number: 0, answeredAt: at(1), misses: [] });
    const next = [shows(at(4), missed('c2', 3)), shows(at(6), accepted('c3', 5))].reduce<MissedRow>(
      (row, observed) => withShown(row, observed, someDay),
      answered,
    );
    expect(next).toEqual({ number: 1, answeredAt: at(5), misses: [] });
  });

  test('keeps no more than the longest row that a rule is about, and those are the latest', () => {
    const all = Array.from({ length: 40 }, (_, n) => shows(at(n), missed(`c${n}`, n)));
    const { misses } = rowAfter(...all);
    expect([misses.length, misses[0]?.at]).toEqual([10, at(30)]);
    expect(rowAfter(...all, ...all).misses).toEqual(misses);
    const row = rowAfter(...all);
    expect(withShown(row, shows(at(40), missed('c1', 1)), someDay)).toBe(row);
  });

  test('says nothing new if it knows all that is shown', () => {
    const shown = shows(at(5), accepted('c1', 1), missed('c2', 2));
    const row = rowAfter(shown);
    expect(withShown(row, shown, someDay)).toBe(row);
    expect(withAnswer(row, at(1))).toBe(row);
  });

  test('of an agent is only there if a rule counts it, and stays as it is if nothing was accepted since', () => {
    const row = rowAfter(shows(at(5), accepted('c1', 1), missed('c2', 2)));
    const annWith = (rules?: RuleWatch): SignedInAgent => ({
      ...anAgent(ann),
      session: aSession({ ...(rules && { rules }) }),
    });
    const counted = annWith({ ...nothingWatched, missed: row });
    for (const agent of [annWith(), annWith(nothingWatched)]) expect(withAnswered(agent, at(9))).toBe(agent);
    expect(withAnswered(counted, at(1))).toBe(counted);
    expect(withAnswered(counted, at(9)).session.rules).toEqual({
      ...nothingWatched,
      missed: { number: row.number + 1, answeredAt: at(9), misses: [] },
    });
  });

  /** A course of offers, one a minute: each missed or accepted, and shown with what is still there of those before. */
  const anyCourse = fc.array(fc.constantFrom('missed', 'accepted'), { minLength: 1, maxLength: 12 }).map((fates) => {
    const all = fates.map((fate, n) => (fate === 'missed' ? missed(`c${n}`, n) : accepted(`c${n}`, n)));
    return { fates, shown: all.map((_, n) => shows(at(n) + seconds(30), ...all.slice(Math.max(0, n - 1), n + 1))) };
  });

  test('is the same whatever is late, doubled or in another order', () => {
    fc.assert(
      fc.property(
        anyCourse.chain(({ fates, shown }) =>
          fc
            .tuple(fc.shuffledSubarray(shown, { minLength: shown.length }), fc.subarray(shown))
            .map(([shuffled, doubled]) => ({ fates, arrived: [...shuffled, ...doubled] })),
        ),
        ({ fates, arrived }) => {
          const row = fates.length - 1 - fates.lastIndexOf('accepted');
          expect(lengthAfter(...arrived)).toBe(Math.min(row, 10));
        },
      ),
      { numRuns: 200 },
    );
  });
});
