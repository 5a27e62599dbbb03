import { describe, expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import { deadlineMember, meetDeadline, nextOfDeadline } from '#core/agents/deadline.ts';
import type { LogoutDeadline, PendingLogout } from '#core/agents/logout-order.ts';
import { minutes } from '#core/instant.ts';
import { aContact, anOrder, aPendingLogout, aSession, online, someDay } from '#test/support/agents.ts';

describe('the next look at an agent whose logout waits in a backend, for its deadline,', () => {
  const inBackend = { timing: 'afterContact', checkAt: someDay, checks: 1 } as const;
  const waiting = (onDeadline: LogoutDeadline['onDeadline'], overrides: Partial<PendingLogout> = {}): Agent => {
    const pendingLogout = {
      order: anOrder({ deadline: { minutes: 10, onDeadline } }),
      requestedAt: someDay,
      inBackend,
      ...overrides,
    };
    return online('ann', { session: aSession({ pendingLogout }) });
  };
  const end = someDay + minutes(10);

  test.each<[string, Agent, number, number | undefined]>([
    ['is for the warning', waiting('force'), end - minutes(2), end - minutes(1)],
    ['is at the deadline after the warning', waiting('force', { stage: 'warned' }), end - minutes(1), end],
    ['is at the deadline of a logout that is given up', waiting('giveUp', { stage: 'warned' }), end - 1, end],
    ['is none after the deadline of a logout that is given up', waiting('giveUp', { stage: 'warned' }), end, undefined],
    ['is at once if it was missed', waiting('force', { stage: 'warned' }), end + 5, end],
    ['is none once it has been met', waiting('force', { stage: 'due' }), end - 1, undefined],
    [
      'is none for a logout that is for at once',
      waiting('force', { inBackend: { ...inBackend, timing: 'immediate' } }),
      end - 1,
      undefined,
    ],
  ])('%s', (_, agent, now, next) => {
    expect(nextOfDeadline(agent, now)).toBe(next);
    if (next === undefined && now < end) expect(meetDeadline(agent, now).state).toBe(agent);
  });

  test.each(['force', 'giveUp'] as const)(
    'is over without a backend, which has nothing to follow (%s)',
    (onDeadline) => {
      const { inBackend: _, ...pendingLogout } = waiting(onDeadline).session?.pendingLogout ?? aPendingLogout();
      const alone = online('ann', { session: aSession({ pendingLogout }) });
      const { state, givesUp } = meetDeadline(alone, end);
      expect([nextOfDeadline(state, end), givesUp]).toEqual([undefined, false]);
    },
  );

  test('is none of a logout without a deadline, of which no event names one', () => {
    expect(
      nextOfDeadline(online('ann', { session: aSession({ pendingLogout: aPendingLogout() }) }), end),
    ).toBeUndefined();
    expect(deadlineMember(aPendingLogout())).toStrictEqual({});
  });

  test('is at once when it has passed, for the backend has to follow', () => {
    const { state, events, givesUp } = meetDeadline(waiting('force', { stage: 'warned' }), end);
    expect([events, givesUp]).toEqual([[], false]);
    expect(state?.session?.pendingLogout).toMatchObject({
      stage: 'due',
      inBackend: { timing: 'immediate', checkAt: end, checks: 0 },
    });
    const kept = waiting('giveUp', { stage: 'warned' });
    expect(meetDeadline(kept, end)).toStrictEqual({ state: kept, events: [], givesUp: true });
  });
});

test('the agent is warned a minute before a deadline, and in the middle of one of a minute', () => {
  const lookAfter = (span: number) => {
    const pendingLogout = aPendingLogout({ deadline: { minutes: span, onDeadline: 'force' } });
    const next = nextOfDeadline(
      online('ann', { session: aSession({ contacts: [aContact('c1')], pendingLogout }) }),
      someDay,
    );
    return next === undefined ? undefined : next - pendingLogout.requestedAt;
  };
  expect([1, 2, 3].map(lookAfter)).toEqual([minutes(1) / 2, minutes(1), minutes(2)]);
});
