import { expect, test } from '@jest/globals';
import { agentResult, countOutcomes, sumCounts } from '#core/forced-logouts/result.ts';
import { counts } from '#test/support/logout-jobs.ts';

const matchedBy = { teamId: 't1' };
const found = { previousStatus: 'In-call', contacts: 2 } as const;

test.each([
  [
    { type: 'loggedOut', ...found },
    { previousStatus: 'In-call', currentStatus: 'Offline', contacts: 2 },
  ],
  [
    { type: 'deferred', ...found },
    { previousStatus: 'In-call', currentStatus: 'In-call', contacts: 2 },
  ],
  [
    { type: 'signedInLater', ...found },
    { previousStatus: 'In-call', currentStatus: 'In-call', contacts: 2 },
  ],
  [
    { type: 'unconfirmed', ...found },
    { previousStatus: 'In-call', currentStatus: 'In-call', contacts: 2 },
  ],
  [
    { type: 'unconfirmed', ...found, seenStatus: 'lunch', losesAfterContactWork: true, notStopped: ['c1'] },
    {
      previousStatus: 'In-call',
      currentStatus: 'lunch',
      contacts: 2,
      losesAfterContactWork: true,
      notStopped: ['c1'],
    },
  ],
  [
    { type: 'skipped', why: 'protected', ...found },
    { previousStatus: 'In-call', currentStatus: 'In-call', contacts: 2, why: 'protected' },
  ],
  [{ type: 'alreadySignedOut' }, { previousStatus: 'Offline', currentStatus: 'Offline', contacts: 0 }],
  [{ type: 'unknownAgent' }, { contacts: 0 }],
  [{ type: 'failed' }, { contacts: 0 }],
] as const)('a result says what was found and what is left: %j', (outcome, expected) => {
  expect(agentResult('ann', outcome, matchedBy)).toStrictEqual({
    agentId: 'ann',
    outcome: outcome.type,
    matchedBy,
    ...expected,
  });
});

test('the result of an agent out of reach does not say by what the agent was found', () => {
  const outcome = { type: 'skipped', why: 'notPermitted' } as const;
  expect(agentResult('ann', outcome, { ipAddress: '10.0.0.1' })).toEqual({
    agentId: 'ann',
    outcome: 'skipped',
    why: 'notPermitted',
    contacts: 0,
    matchedBy: { agentId: 'ann' },
  });
});

test('an outcome of a newer version counts as failed for one agent, and as skipped among many', () => {
  const newer = JSON.parse('{"type":"sentHome"}');
  expect(agentResult('ann', newer, matchedBy)).toEqual({ agentId: 'ann', outcome: 'failed', contacts: 0, matchedBy });
  expect(countOutcomes([newer.type])).toEqual(counts({ matched: 1, skipped: 1 }));
});

test('counts are added up, also those that only some have', () => {
  const all = [counts({ matched: 2, loggedOut: 2 }), countOutcomes(['unconfirmed', 'loggedOut', 'unconfirmed'])];
  expect(sumCounts(all)).toEqual(counts({ matched: 5, loggedOut: 3, unconfirmed: 2 }));
  expect(sumCounts([])).toEqual(counts());
});

test.each([
  ['loggedOut', 'loggedOut'],
  ['deferred', 'deferred'],
  ['alreadySignedOut', 'alreadySignedOut'],
  ['signedInLater', 'skipped'],
  ['unknownAgent', 'skipped'],
  ['failed', 'failed'],
  ['skipped', 'skipped'],
  ['unconfirmed', 'unconfirmed'],
] as const)('an outcome of %s is counted as %s', (outcome, count) => {
  expect(countOutcomes([outcome, outcome])).toEqual(counts({ matched: 2, [count]: 2 }));
});
