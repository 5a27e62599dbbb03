import { expect, test } from '@jest/globals';
import { countsOf, metricNames } from '#runtime/metrics.ts';
import { anOrder, someDay } from '#test/support/agents.ts';
import { counts } from '#test/support/logout-jobs.ts';

const signedOut = (cause: 'forced' | 'leaseExpired' | 'signedOut') =>
  ({
    type: 'AgentSignedOut',
    instanceId: 'demo',
    agentId: 'ann',
    sessionId: 's1',
    previousStatus: 'Available',
    releasedContactIds: [],
    cause,
  }) as const;

test.each([
  ['forced', ['AgentSignedOut', 'ForcedLogout']],
  ['leaseExpired', ['AgentSignedOut', 'LeaseExpired']],
  ['signedOut', ['AgentSignedOut']],
] as const)('the end of a session with cause %s counts as %j', (cause, names) => {
  expect(countsOf(signedOut(cause))).toEqual(names.map((name) => [name, 1]));
});

test('a job counts the agents who failed in it, and only if there are any', () => {
  const job = {
    type: 'LogoutJobCompleted',
    instanceId: 'demo',
    jobId: 1,
    order: anOrder(),
    startedAt: someDay,
  } as const;
  expect(countsOf({ ...job, finishedAt: someDay, counts: counts({ failed: 3 }) })).toEqual([
    ['LogoutJobCompleted', 1],
    ['LogoutFailed', 3],
  ]);
  expect(countsOf({ ...job, finishedAt: someDay, counts: counts() })).toEqual([['LogoutJobCompleted', 1]]);
});

test('an event that nobody asks about costs no metric', () => {
  const released = { instanceId: 'demo', agentId: 'ann', sessionId: 's1', contactId: 'c1', channel: 'CHAT' } as const;
  expect(countsOf({ type: 'ContactReleased', ...released })).toEqual([]);
});

/** Each costs 0.30 dollars a month while it is counted: these are 5.70. */
test('there are at most 19 metrics', () => expect(metricNames.length).toBeLessThanOrEqual(19));
