import { expect, test } from '@jest/globals';
import { rowOf } from '#core/forced-logouts/logout-row.ts';
import { anAgent } from '#test/support/agents.ts';
import { aSelector } from '#test/support/logout-jobs.ts';

const agent = anAgent();
const byId = { entry: { agentId: 'ann' }, selector: aSelector({ agentIds: ['ann'] }) };
const byTeam = { entry: { teamId: 't1' }, selector: aSelector({ teamIds: ['t1'] }) };
const seen = { previousStatus: 'Lunch', contacts: 0 } as const;

test('an agent who is named has a row with the profile, signed in or not', () => {
  expect(rowOf('ann', { type: 'loggedOut', ...seen }, byId, agent)).toMatchObject({
    agentId: 'ann',
    outcome: 'loggedOut',
    matchedBy: { agentId: 'ann' },
    profile: agent.profile,
  });
  expect(rowOf('ann', { type: 'alreadySignedOut' }, byId, agent)).toMatchObject({ outcome: 'alreadySignedOut' });
  expect(rowOf('ann', { type: 'unknownAgent' }, byId, undefined)).not.toHaveProperty('profile');
});

test('whom only a team has matched has a row only if signed in and meant', () => {
  expect(rowOf('ann', { type: 'alreadySignedOut' }, byTeam, agent)).toBeUndefined();
  expect(rowOf('ann', { type: 'notSelected' }, byTeam, agent)).toBeUndefined();
  expect(rowOf('ann', { type: 'deferred', ...seen }, byTeam, agent)).toMatchObject({ outcome: 'deferred' });
});

test('of an agent whom the caller may not know there is no profile, and of others who are skipped there is', () => {
  expect(rowOf('ann', { type: 'skipped', why: 'notPermitted' }, byId, agent)).not.toHaveProperty('profile');
  expect(rowOf('ann', { type: 'skipped', why: 'protected', ...seen }, byTeam, agent)).toMatchObject({
    outcome: 'skipped',
    profile: agent.profile,
  });
  expect(rowOf('ann', { type: 'loggedOut', ...seen }, byTeam, agent)).toHaveProperty('profile');
});

test('a logout outside a job can have met no job', () => {
  expect(() => rowOf('ann', { type: 'countedElsewhere' }, byId, agent)).toThrow('has met a job');
});
