import { describe, expect, test } from '@jest/globals';
import type { Agent, SignedInAgent } from '#core/agents/agent.ts';
import type { Observation } from '#core/agents/backend.ts';
import { enforceRules, laneOfLook, nextRuleLook, watchRules } from '#core/agents/rules/apply-rules.ts';
import { nothingWatched, type RuleWatch } from '#core/agents/rules/rule-watch.ts';
import type { TeamRules } from '#core/agents/rules/team-rules.ts';
import { minutes, seconds } from '#core/instant.ts';
import { anAgent, ann, aPendingLogout, aSession, someDay } from '#test/support/agents.ts';
import { aShownContact, atWork, notAtWork } from '../observations.ts';

const now = someDay + minutes(60);
const rules: TeamRules[] = [{ teamId: 'a', minutesInStatus: { mode: 'on', minutes: 90, statuses: ['Available'] } }];
const dueAt = someDay + minutes(90);

const annWith = (watch?: Partial<RuleWatch>, session: Partial<SignedInAgent['session']> = {}): SignedInAgent => ({
  ...anAgent({ ...ann, teamIds: ['a'], seen: { at: someDay, statusSince: someDay } }),
  session: aSession({ ...session, ...(watch && { rules: { ...nothingWatched, ...watch } }) }),
});

test.each<[string, number | undefined, number | undefined]>([
  ['there is no rule', undefined, undefined],
  ['it is within reach', now + minutes(14) - 1, now + minutes(14) - 1],
  ['it is further than a wake-up reaches', now + minutes(15), now + minutes(14)],
  ['it is late', now - minutes(5) + 1, now - minutes(5) + 1],
  ['it was lost', now - minutes(5), undefined],
])('the wake-up for a look by rules, if %s', (_, lookAt, wakeUpAt) => {
  expect(nextRuleLook(annWith(lookAt === undefined ? undefined : { lookAt }), now)).toBe(wakeUpAt);
});

const owed = (requestedBy: string, checkAt: number) => ({
  pendingLogout: {
    ...aPendingLogout({ requestedBy }),
    inBackend: { timing: 'afterContact', checkAt, checks: 1 } as const,
  },
});
test.each<[string, Agent | undefined, 'urgent' | 'job' | undefined]>([
  ['of a person is urgent', annWith({}, owed('boss', now)), 'urgent'],
  ['of a person that is not due is none', annWith({}, owed('boss', now + 1)), undefined],
  ['of a rule is not urgent', annWith({}, owed('rule:longContact', now)), 'job'],
  ['of a session that ended here is urgent', anAgent({ owedOffline: { checkAt: now, checks: 0 } }), 'urgent'],
  ['that rules make is not urgent', annWith({ lookAt: now }), 'job'],
  ['that rules make later is none', annWith({ lookAt: now + 1 }), undefined],
  ['of nobody is none', undefined, undefined],
])('a look at a backend for an order %s', (_, agent, lane) => {
  expect(laneOfLook(agent, now)).toBe(lane);
});

describe('the next look by rules', () => {
  const lookAfter = (agent: SignedInAgent, observation: Observation, at = now) =>
    watchRules(agent, observation, rules, at)?.state.session?.rules;

  test('is when one of them comes due, or now if it is due', () => {
    expect(lookAfter(annWith(), atWork())).toEqual({ ...nothingWatched, lookAt: dueAt });
    expect(lookAfter(annWith(), atWork(), dueAt + 1)).toEqual({ ...nothingWatched, lookAt: dueAt + 1 });
  });

  test.each([
    ['it is the right one', dueAt, now, dueAt],
    ['it is too early', dueAt - 1, now, dueAt],
    ['it is too late', dueAt + 1, now, dueAt],
    ['it is late and has not been', dueAt + 1, dueAt + 2, dueAt + 1],
    ['it was the right one and has not been', dueAt, dueAt + 2, dueAt],
    ['it was lost', dueAt + 1, dueAt + 1 + minutes(5), dueAt + 1 + minutes(5)],
  ])('that is set stays or not, if %s', (_, lookAt, at, expected) => {
    const agent = annWith({ lookAt });
    const { state } = watchRules(agent, atWork(), rules, at) ?? {};
    expect(state?.session?.rules?.lookAt).toBe(expected);
    if (expected === lookAt) expect(state).toBe(agent);
  });

  test('is also for a contact that is being ended', () => {
    const ending = { contactId: 'c1', channel: 'VOICE', reason: '', checkAt: now + 5, checks: 1 } as const;
    const contacts = [aShownContact('c1')];
    expect(lookAfter(annWith({ ending: [ending] }), atWork({ contacts }))?.lookAt).toBe(now + 5);
  });

  test('is none if nothing comes due, or the agent is not there', () => {
    const agent = annWith({ lookAt: dueAt });
    expect(watchRules(agent, atWork(), [], now)?.state.session?.rules).toStrictEqual(nothingWatched);
    expect(lookAfter(agent, notAtWork('absent'))).toStrictEqual(nothingWatched);
    expect(watchRules(annWith(), notAtWork('absent'), rules, now)).toStrictEqual({ state: annWith(), events: [] });
    expect(watchRules(anAgent(ann), atWork(), rules, now)).toBeUndefined();
  });

  test.each<[string, Observation]>([
    ['is older than the latest', atWork({ at: someDay - 1 })],
    ['shows an earlier status', atWork({ status: { name: 'Available', type: 'ROUTABLE', since: someDay - 5 } })],
  ])('does not change by what %s', (_, observation) => {
    const agent = annWith({ lookAt: dueAt + 1 });
    expect(watchRules(agent, observation, rules, now)).toEqual({ state: agent, events: [] });
  });

  test('stays when what was told is forgotten, for it cannot come again', () => {
    const agent = annWith({ lookAt: dueAt, told: [{ occasion: 'missed/9', mode: 'on' }] });
    expect(watchRules(agent, atWork(), rules, now)?.state).toStrictEqual(annWith({ lookAt: dueAt }));
  });

  test('stays as it is while the rules cannot be read', () => {
    const agent = annWith({ lookAt: dueAt + 1 });
    expect(watchRules(agent, atWork(), undefined, now)).toEqual({ state: agent, events: [] });
  });
});

describe('contacts that an agent misses', () => {
  const contacts = [aShownContact('c1', { phase: 'missed', missedAt: someDay + 5 })];
  const missedAfter = (agent: SignedInAgent, teamRules: readonly TeamRules[] | undefined, at = someDay + 9) =>
    watchRules(agent, atWork({ at, contacts }), teamRules, now)?.state.session?.rules?.missed?.misses.length;
  const counting: TeamRules[] = [{ teamId: 'a', missedContacts: { mode: 'on', contacts: 3 } }];

  test('are counted from when a rule is about them, and on when there is none any more', () => {
    expect(missedAfter(annWith(), counting)).toBe(1);
    expect(missedAfter(annWith(), rules)).toBeUndefined();
    expect(missedAfter(annWith(), undefined)).toBeUndefined();
    const counted = annWith({ missed: { number: 0, misses: [{ mark: 'm', at: someDay }] } });
    expect(missedAfter(counted, rules)).toBe(2);
    expect(missedAfter(counted, undefined)).toBe(2);
  });

  test('change nothing when they are shown again', () => {
    const counted = watchRules(annWith(), atWork({ contacts }), counting, now)?.state;
    expect(watchRules(counted, atWork({ contacts }), counting, now)?.state).toBe(counted);
  });

  test('are counted however late they are shown', () => {
    const agent = { ...annWith(), seen: { at: now, statusSince: someDay } };
    expect(missedAfter(agent, counting)).toBe(1);
  });
});

describe('a look by rules', () => {
  const enforce = (agent: SignedInAgent, observation: Observation = atWork(), teamRules = rules, at = dueAt) =>
    enforceRules(agent, observation, teamRules, at);

  test('that shows nothing certain is made again in half a minute', () => {
    const agent = annWith({ lookAt: dueAt });
    const again = { state: annWith({ lookAt: dueAt + seconds(30) }), events: [], isOrdered: false, toEnd: [] };
    expect(enforceRules(agent, atWork(), undefined, dueAt)).toStrictEqual(again);
    expect(enforce(agent, notAtWork('absent'))).toStrictEqual(again);
    expect(enforce(agent, atWork({ at: someDay - 1 }))).toStrictEqual(again);
    const early = annWith({ lookAt: dueAt + 1 });
    expect(enforce(early, notAtWork('absent')).state).toBe(early);
  });

  test('takes the agent out once, whichever rules come due at the same time', () => {
    const both: TeamRules[] = [{ ...rules[0], teamId: 'a', missedContacts: { mode: 'on', contacts: 1 } }];
    const missed = { number: 0, misses: [{ mark: 'm', at: someDay }] };
    const { state, events, isOrdered, toEnd } = enforce(annWith({ lookAt: dueAt, missed }), atWork(), both);
    expect([isOrdered, toEnd]).toEqual([true, []]);
    expect(events).toMatchObject([{ type: 'RuleMatched', rule: 'missedContacts' }]);
    expect(state.session?.pendingLogout).toMatchObject({
      order: { requestedBy: 'rule:missedContacts', reason: 'Missed a contact' },
      requestedAt: dueAt,
      inBackend: { timing: 'afterContact' },
    });
    expect(state.session?.rules).toMatchObject({ told: [{ occasion: 'missed/0', mode: 'on' }] });
    expect(state.session?.rules?.lookAt).toBeUndefined();
  });

  test('says which rule of which team it is, why, and which contact it ends', () => {
    const fact = { type: 'RuleMatched', ...ann, sessionId: 'session-1', mode: 'on', teamId: 'a' };
    expect(enforce(annWith({ lookAt: dueAt })).events).toStrictEqual([
      { ...fact, rule: 'minutesInStatus', reason: '90 minutes in the status Available' },
    ]);
    const long: TeamRules[] = [{ teamId: 'a', longContact: { mode: 'on', hours: 1 } }];
    const contacts = [aShownContact('c1'), aShownContact('c2', { channel: 'CHAT', canBeStopped: false })];
    const reason = 'Connected for an hour';
    const { state, events, toEnd, isOrdered } = enforce(annWith({ lookAt: dueAt }), atWork({ contacts }), long);
    const order = { requestedBy: 'rule:longContact', reason };
    const notStopped = { ...ann, sessionId: 'session-1', contactId: 'c2', channel: 'CHAT', order };
    expect(events).toStrictEqual([
      { ...fact, rule: 'longContact', reason, contactId: 'c1', channel: 'VOICE' },
      { ...fact, rule: 'longContact', reason, contactId: 'c2', channel: 'CHAT' },
      { type: 'ContactNotStopped', ...notStopped, because: 'notStoppable' },
    ]);
    expect([toEnd, isOrdered]).toEqual([['c1'], false]);
    const checkAt = dueAt + seconds(30);
    expect(state.session?.rules).toMatchObject({
      lookAt: checkAt,
      ending: [{ contactId: 'c1', channel: 'VOICE', reason, checkAt, checks: 1 }],
    });
  });

  test('in a dry run says what it would do, and once on does it on the same occasion', () => {
    const dryRun = rules.map((rule) => ({
      ...rule,
      minutesInStatus: { mode: 'dryRun', minutes: 90, statuses: ['Available'] } as const,
    }));
    const first = enforce(annWith({ lookAt: dueAt }), atWork(), dryRun);
    expect([first.events.length, first.isOrdered]).toEqual([1, false]);
    const told = first.state.session?.rules?.told ?? [];
    expect(told).toMatchObject([{ mode: 'dryRun' }]);
    const second = enforce(annWith({ lookAt: dueAt, told }));
    expect(second.isOrdered).toBe(true);
    expect(second.state.session?.rules?.told).toEqual(told.map((each) => ({ ...each, mode: 'on' })));
  });
});
