import { expect, test } from '@jest/globals';
import { agentResult, countOutcomes } from '#core/forced-logouts/result.ts';
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
  [{ type: 'alreadySignedOut' }, { previousStatus: 'Offline', currentStatus: 'Offline', contacts: 0 }],
  [{ type: 'unknownAgent' }, { contacts: 0 }],
  [{ type: 'failed' }, { contacts: 0 }],
] as const)('a result says what was found and what is left: %j', (outcome, expected) => {
  expect(agentResult('ann', outcome, matchedBy)).toEqual({
    agentId: 'ann',
    outcome: outcome.type,
    matchedBy,
    ...expected,
  });
});

test.each([
  ['loggedOut', 'loggedOut'],
  ['deferred', 'deferred'],
  ['alreadySignedOut', 'alreadySignedOut'],
  ['signedInLater', 'skipped'],
  ['unknownAgent', 'skipped'],
  ['failed', 'failed'],
] as const)('an outcome of %s is counted as %s', (outcome, count) => {
  expect(countOutcomes([outcome, outcome])).toEqual(counts({ matched: 2, [count]: 2 }));
});
