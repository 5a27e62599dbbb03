import { describe, expect, test } from '@jest/globals';
import type { ForceLogoutsOutcome } from '#core/sessions/force-logouts.ts';
import { parseNiceLogout, renderNiceLogout } from '#dialects/nice/logout.ts';
import { aCaller, aRequest, faultsOf, refusalOf } from '../requests.ts';

const path = { version: 'v30.0', agentId: '49999' };

describe('ending a session from outside', () => {
  test.each(['v1.0', 'v30.0', 'v8', 'v100.10'])('of one agent is done at once, by version %s', (version) => {
    expect(parseNiceLogout(aRequest({ path: { ...path, version } }))).toEqual([
      'demo',
      { agentIds: ['49999'], teamIds: [], ipRanges: [] },
      { timing: 'immediate', requestedBy: 'supervisor' },
    ]);
  });

  test.each([[undefined], [{}]])('has no body (%j)', (body) => {
    expect(parseNiceLogout(aRequest({ path, body }))).toBeDefined();
  });

  test('with every fault is told all of them', () => {
    const request = aRequest({
      path: { version: '30', agentId: 'a b' },
      query: { force: 'true' },
      body: { force: true },
    });
    expect(faultsOf(() => parseNiceLogout(request))).toEqual([
      { path: 'version', message: 'Must be a version such as v30.0, got "30"' },
      { path: 'agentId', message: 'Must be 1 to 64 characters of letters, digits and . _ : -, got "a b"' },
      { path: 'force', message: 'Unknown key; there are none to give' },
      { path: 'force', message: 'Unknown key; there are none to give' },
    ]);
  });

  test('takes the scope to log one agent out', () => {
    expect(parseNiceLogout(aRequest({ path, caller: aCaller('logout:one') }))).toBeDefined();
    expect(parseNiceLogout(aRequest({ path, caller: aCaller('logout:bulk') }))).toBeDefined();
    expect(refusalOf(() => parseNiceLogout(aRequest({ path, caller: aCaller('sessions:write') })))).toEqual({
      type: 'forbidden',
      scope: 'logout:one',
    });
  });
});

describe('the answer', () => {
  const outcomeOf = (outcome: 'loggedOut' | 'alreadySignedOut' | 'unknownAgent' | 'deferred'): ForceLogoutsOutcome => ({
    type: 'done',
    rows: [{ agentId: '49999', outcome, contacts: 0, matchedBy: { agentId: '49999' } }],
  });

  test.each(['loggedOut', 'alreadySignedOut'] as const)('to %s is that nobody is signed in', (outcome) => {
    expect(renderNiceLogout(outcomeOf(outcome))).toEqual({ status: 200 });
  });

  test('about somebody unknown is not found', () => {
    expect(refusalOf(() => renderNiceLogout(outcomeOf('unknownAgent')))).toEqual({
      type: 'notFound',
      message: 'There is no agent with this id in your instance',
    });
  });

  test.each<ForceLogoutsOutcome>([
    outcomeOf('deferred'),
    { type: 'done', rows: [] },
    { type: 'job', job: { instanceId: 'demo', jobId: 1 } },
  ])('to what one immediate logout cannot end as is a fault of ours: %j', (outcome) => {
    expect(() => renderNiceLogout(outcome)).toThrow(/^An immediate logout of one agent has ended as/);
  });
});
