import { describe, expect, test } from '@jest/globals';
import type { SignedInAgent } from '#core/agents/agent.ts';
import type { Observed, ObservedContact } from '#core/agents/backend.ts';
import { dueOccasions, type Occasion, openOccasions, remembered } from '#core/agents/rules/occasions.ts';
import { nothingWatched, type RuleWatch, type Told } from '#core/agents/rules/rule-watch.ts';
import { rulesFor, type TeamRules } from '#core/agents/rules/team-rules.ts';
import { minutes, seconds } from '#core/instant.ts';
import { anAgent, ann, aPendingLogout, aSession, someDay } from '#test/support/agents.ts';
import { aShownContact, atWork } from '../observations.ts';

const teams = ['a', 'b'];
const annWith = (session: Partial<SignedInAgent['session']> = {}): SignedInAgent => ({
  ...anAgent({ ...ann, teamIds: teams }),
  session: aSession(session),
});
/** What the rules of team `a` are about. */
const openTo = (rules: Omit<TeamRules, 'teamId'>, observed: Partial<Observed> = {}, agent = annWith()) =>
  openOccasions(agent, atWork(observed), rulesFor(agent, [{ teamId: 'a', ...rules }]));
const hour = minutes(60);

describe('a contact is too long', () => {
  test.each<[string, Partial<ObservedContact>, number]>([
    ['when it was accepted', { since: someDay - 5, connectedAt: someDay }, someDay],
    ['when it began, if it is not shown when it was accepted', {}, someDay],
  ])('counting from %s', (_, contact, from) => {
    const shown = aShownContact('c1', contact);
    const [occasion, ...others] = openTo({ longContact: { mode: 'on', hours: 2 } }, { contacts: [shown] });
    expect(occasion).toMatchObject({ dueAt: from + 2 * hour, reason: 'Connected for 2 hours', contact: shown });
    expect(others).toEqual([]);
  });

  test('after an hour, if the rule says so', () => {
    const [occasion] = openTo({ longContact: { mode: 'on', hours: 1 } }, { contacts: [aShownContact('c1')] });
    expect(occasion).toMatchObject({ dueAt: someDay + hour, reason: 'Connected for an hour' });
  });

  test.each(['ringing', 'afterContactWork', 'missed'] as const)('only while it is connected, and not %s', (phase) => {
    const contacts = [aShownContact('c1', { phase })];
    expect(openTo({ longContact: { mode: 'on', hours: 2 } }, { contacts })).toEqual([]);
  });
});

test('an agent who leaves anyway is left alone, and not the contact that is too long', () => {
  const rules = {
    minutesInStatus: { mode: 'on', minutes: 30, statuses: ['Available'] },
    missedContacts: { mode: 'on', contacts: 1 },
    longContact: { mode: 'on', hours: 2 },
  } as const;
  const missed = { number: 0, misses: [{ mark: 'm', at: someDay }] };
  const watched: RuleWatch = { ...nothingWatched, missed };
  const contacts = [aShownContact('c1')];
  const names = (occasions: readonly Occasion[]) => occasions.map(({ rule }) => rule);
  expect(names(openTo(rules, { contacts }, annWith({ rules: watched })))).toEqual([
    'missedContacts',
    'minutesInStatus',
    'longContact',
  ]);
  expect(names(openTo(rules, { contacts, isGoingOffline: true }, annWith({ rules: watched })))).toEqual([
    'longContact',
  ]);
  const pending = annWith({ rules: watched, pendingLogout: aPendingLogout() });
  expect(names(openTo(rules, { contacts }, pending))).toEqual(['longContact']);
});

describe('contacts missed in a row are one occasion', () => {
  const misses = [1, 2, 3].map((n) => ({ mark: `m${n}`, at: someDay + minutes(n) }));
  const agent = annWith({ rules: { ...nothingWatched, missed: { number: 7, misses } } });

  test.each([
    [1, someDay + minutes(1), 'Missed a contact'],
    [3, someDay + minutes(3), 'Missed 3 contacts in a row'],
  ])('a minute after number %d of them', (contacts, lastAt, reason) => {
    expect(openTo({ missedContacts: { mode: 'on', contacts } }, {}, agent)).toMatchObject([
      { id: 'missed/7', dueAt: lastAt + seconds(60), reason },
    ]);
  });

  test('and none before there are so many', () => {
    expect(openTo({ missedContacts: { mode: 'on', contacts: 4 } }, {}, agent)).toEqual([]);
    expect(openTo({ missedContacts: { mode: 'on', contacts: 1 } })).toEqual([]);
  });
});

describe('an occasion of which somebody was told', () => {
  const idOf = () =>
    openTo({ longContact: { mode: 'on', hours: 2 } }, { contacts: [aShownContact('c1')] })[0]?.id ?? '';
  test.each([
    ['dryRun', 'dryRun', 0],
    ['dryRun', 'on', 1],
    ['on', 'dryRun', 0],
    ['on', 'on', 0],
  ] as const)('in mode %s is open in mode %s for %d', (before, mode, open) => {
    const told = [{ occasion: 'another', mode: 'on' } as const, { occasion: idOf(), mode: before }];
    const agent = annWith({ rules: { ...nothingWatched, told } });
    const contacts = [aShownContact('c1')];
    expect(openTo({ longContact: { mode, hours: 2 } }, { contacts }, agent)).toHaveLength(open);
  });
});

test('of several rules about one occasion the strictest that acts comes first, and is the only one', () => {
  const anOccasion = (id: string, overrides: Partial<Occasion> = {}): Occasion => ({
    id,
    rule: 'longContact',
    mode: 'on',
    teamId: 'a',
    dueAt: someDay,
    reason: 'Connected for 2 hours',
    ...overrides,
  });
  const due = (...occasions: readonly Occasion[]) =>
    dueOccasions(occasions, someDay).map(({ id, mode, teamId }) => `${id} ${mode} ${teamId}`);
  expect(due(anOccasion('now'), anOccasion('later', { dueAt: someDay + 1 }))).toEqual(['now on a']);
  const dryRun = anOccasion('c1', { mode: 'dryRun', dueAt: someDay - 9 });
  const late = anOccasion('c1', { teamId: 'b', dueAt: someDay - 1 });
  const early = anOccasion('c1', { teamId: 'c', dueAt: someDay - 2 });
  const other = anOccasion('c2', { teamId: 'b', dueAt: someDay - 5 });
  for (const all of [
    [dryRun, late, early, other],
    [other, early, late, dryRun],
  ])
    expect(due(...all)).toEqual(['c2 on b', 'c1 on c']);
  for (const same of [
    [anOccasion('c1'), anOccasion('c1', { teamId: 'b' })],
    [anOccasion('c1', { teamId: 'b' }), anOccasion('c1')],
  ])
    expect(due(...same)).toEqual(['c1 on a']);
});

describe('what was told is remembered', () => {
  const told = (...occasions: readonly string[]): readonly Told[] =>
    occasions.map((occasion) => ({ occasion, mode: 'on' }));
  const watch: RuleWatch = { ...nothingWatched, missed: { number: 3, misses: [] } };
  const inStatus = `status/${someDay.toString(36)}`;

  test('as long as it can come again: of this row, of this status, and of contacts', () => {
    const all = told('missed/3', inStatus, 'contact/1', 'contact/2');
    expect(remembered(all, watch, atWork())).toBe(all);
    const old = told('missed/2', `status/${(someDay - 1).toString(36)}`);
    expect(remembered([...old, ...all], watch, atWork())).toEqual(all);
    expect(remembered(told('missed/0'), nothingWatched, atWork())).toEqual(told('missed/0'));
  });

  test('of twenty contacts, the latest', () => {
    const contacts = Array.from({ length: 22 }, (_, n) => `contact/${n}`);
    expect(remembered(told(...contacts), watch, atWork())).toEqual(told(...contacts.slice(0, 20)));
  });
});
