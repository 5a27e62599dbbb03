import { describe, expect, test } from '@jest/globals';
import type { SignedInAgent } from '#core/agents/agent.ts';
import type { ObservedContact } from '#core/agents/backend.ts';
import { endSession } from '#core/agents/end-session.ts';
import { endAgain, isByRule, orderOfRule, withoutStopped, withRefusal } from '#core/agents/rules/ending-contacts.ts';
import { type EndingContact, nothingWatched } from '#core/agents/rules/rule-watch.ts';
import { minutes, seconds } from '#core/instant.ts';
import { anAgent, ann, anOrder, aSession, someDay } from '#test/support/agents.ts';
import { aShownContact, atWork } from '../observations.ts';

const isEnding = (contactId: string, overrides: Partial<EndingContact> = {}): EndingContact => ({
  contactId,
  channel: 'CHAT',
  reason: 'Connected for 2 hours',
  checkAt: someDay,
  checks: 1,
  ...overrides,
});
const annWith = (...ending: readonly EndingContact[]): SignedInAgent => ({
  ...anAgent(ann),
  session: aSession({ rules: { ...nothingWatched, ending } }),
});
const endingOf = (agent: ReturnType<typeof anAgent> | undefined) => agent?.session?.rules?.ending;
const factOf = (contactId: string) => ({
  ...ann,
  sessionId: 'session-1',
  contactId,
  channel: 'CHAT',
  order: { requestedBy: 'rule:longContact', reason: 'Connected for 2 hours' },
});

describe('a contact that a rule ends', () => {
  test.each<[string, readonly Partial<ObservedContact>[], boolean]>([
    ['is connected', [{ phase: 'connected' }], false],
    ['rings again', [{ phase: 'ringing' }], false],
    ['is in after-contact work', [{ phase: 'afterContactWork' }], true],
    ['was missed', [{ phase: 'missed' }], true],
    ['is not shown', [], true],
  ])('is over or not, if it %s', (_, shown, isOver) => {
    const others = [isEnding('c0')];
    const agent = annWith(...others, isEnding('c1'));
    const contacts = [aShownContact('c0'), ...shown.map((contact) => aShownContact('c1', contact))];
    const { state, events } = withoutStopped(agent, atWork({ contacts }));
    expect(events).toEqual(isOver ? [{ type: 'ContactStopped', ...factOf('c1') }] : []);
    if (isOver) expect(endingOf(state)).toEqual(others);
    else expect(state).toBe(agent);
  });

  test('is over with the session', () => {
    const { events } = endSession(annWith(isEnding('c1'), isEnding('c2')), { cause: 'forced' });
    expect(events.slice(0, 2)).toEqual(['c1', 'c2'].map((id) => ({ type: 'ContactStopped', ...factOf(id) })));
    expect(endSession({ ...anAgent(ann), session: aSession() }, { cause: 'forced' }).events).toHaveLength(1);
  });

  test('is ended again when it is looked at, later each time, and given up after the fourth look', () => {
    const later = isEnding('later', { checkAt: someDay + 1 });
    const { state, events, toEnd } = endAgain(
      annWith(isEnding('third', { checks: 3 }), later, isEnding('fourth', { checks: 4 })),
      someDay,
    );
    expect(toEnd).toEqual(['third']);
    expect(endingOf(state)).toEqual([isEnding('third', { checks: 4, checkAt: someDay + minutes(5) }), later]);
    expect(events).toEqual([{ type: 'ContactNotStopped', ...factOf('fourth'), because: 'goesOn' }]);
    const agent = annWith(later);
    expect(endAgain(agent, someDay)).toEqual({ state: agent, events: [], toEnd: [] });
    expect(endAgain(agent, someDay).state).toBe(agent);
    const { state: first } = endAgain(annWith(isEnding('c1', { checks: 0 })), someDay);
    expect(endingOf(first)).toMatchObject([{ checks: 1, checkAt: someDay + seconds(30) }]);
  });

  test('is given up when the backend refuses, and no other is', () => {
    const refused = withRefusal(annWith(isEnding('c1'), isEnding('c2')), 'c2');
    expect(endingOf(refused?.state)).toEqual([isEnding('c1')]);
    expect(refused?.events).toEqual([{ type: 'ContactNotStopped', ...factOf('c2'), because: 'refused' }]);
    for (const agent of [annWith(isEnding('c1')), { ...anAgent(ann), session: aSession() }, anAgent(ann), undefined])
      expect(withRefusal(agent, 'c2')).toBeUndefined();
  });
});

test('an order of a rule is told from those of people', () => {
  expect(isByRule(orderOfRule('longContact', 'Connected for 2 hours'))).toBe(true);
  expect(isByRule(anOrder({ requestedBy: 'no rule: nobody' }))).toBe(false);
  expect(isByRule(undefined)).toBe(false);
});
