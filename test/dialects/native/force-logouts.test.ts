import { describe, expect, test } from '@jest/globals';
import type { Scope } from '#core/access/access.ts';
import { agentResult } from '#core/sessions/agent-result.ts';
import { parseForceLogouts, renderForceLogouts } from '#dialects/native/force-logouts.ts';
import { anAgent, aRange } from '../../support/agents.ts';
import { agentIds, aResult } from '../../support/logout-jobs.ts';
import { aCaller, aRequest, faultsOf, refusalOf, sent } from '../requests.ts';

const parse = (body: unknown) => parseForceLogouts(aRequest({ body }));
const faults = (body: unknown) => faultsOf(() => parse(body));
const select = { agentIds: ['11'] };

describe('a forced logout', () => {
  test('waits for the contact in hand unless it says otherwise', () => {
    expect(parse({ select })).toEqual([
      'demo',
      { agentIds: ['11'], teamIds: [], ipRanges: [] },
      { timing: 'afterContact', requestedBy: 'supervisor' },
    ]);
  });

  test('takes everything there is to say', () => {
    const body = {
      select: { agentIds: ['11', '12', '11'], teamIds: ['1', '1'], ipAddresses: ['10.0.0.1', '::ffff:10.0.0.1'] },
      timing: 'immediate',
      reason: 'fire drill',
      message: 'Leave\nthe building',
    };
    expect(parse(body)).toEqual([
      'demo',
      { agentIds: ['11', '12'], teamIds: ['1'], ipRanges: [{ ...aRange('10.0.0.1'), text: '10.0.0.1' }] },
      { timing: 'immediate', requestedBy: 'supervisor', reason: 'fire drill', message: 'Leave\nthe building' },
    ]);
  });

  test('of as many as can be named', () => {
    const many = { agentIds: [...agentIds(5_000), 'agent-0'] };
    expect(parse({ select: many })[1].agentIds).toHaveLength(5_000);
  });

  test('of everybody says so', () => {
    const everybody = { select: { ipAddresses: ['0.0.0.0-127.255.255.255', '128.0.0.0/1'] } };
    const fault = {
      path: 'confirmEveryone',
      message: 'Must be true, for select.ipAddresses holds every IPv4 address: nearly everybody would be logged out',
    };
    expect(faults(everybody)).toEqual([fault]);
    expect(faults({ ...everybody, confirmEveryone: false })).toEqual([fault]);
    expect(faults({ ...everybody, timing: 'now', dryRun: true })).toContainEqual(fault);
    expect(parse({ ...everybody, confirmEveryone: true })[1].ipRanges).toHaveLength(2);
  });

  test('of one agent takes the scope for one, of more the scope for many', () => {
    const as = (selected: unknown, ...scopes: readonly Scope[]) =>
      parseForceLogouts(aRequest({ body: { select: selected }, caller: aCaller(...scopes) }));
    expect(as(select, 'logout:one')[1].agentIds).toEqual(['11']);
    expect(as(select, 'logout:bulk')[1].agentIds).toEqual(['11']);
    expect(refusalOf(() => as({ teamIds: ['1'] }, 'logout:one'))).toEqual({ type: 'forbidden', scope: 'logout:bulk' });
    expect(refusalOf(() => as(select, 'sessions:write'))).toEqual({ type: 'forbidden', scope: 'logout:one' });
  });
});

describe('what is refused', () => {
  const aBody = 'Must be an object with select, timing, reason, message, confirmEveryone';
  const aSelector = 'Must be an object with agentIds, teamIds, ipAddresses';
  const nobody = 'Must name somebody: at least one entry in agentIds, teamIds or ipAddresses';
  const anId = 'Must be 1 to 64 characters of letters, digits and . _ : -';

  test.each([
    [undefined, '', `${aBody}, but is missing`],
    [[{ select }], '', `${aBody}, got a list of 1`],
    [{}, 'select', `${aSelector}, but is missing`],
    [{ select: ['11'] }, 'select', `${aSelector}, got a list of 1`],
    [{ select: {} }, 'select', nobody],
    [{ select: { agentIds: [], teamIds: [], ipAddresses: [] } }, 'select', nobody],
    [{ select: { agentIds: '11' } }, 'select.agentIds', 'Must be a list of at most 5000 agent ids, got "11"'],
    [{ select: { agentIds: ['11', 12] } }, 'select.agentIds[1]', `${anId}, got 12`],
    [{ select: { teamIds: ['a/b'] } }, 'select.teamIds[0]', `${anId}, got "a/b"`],
    [
      { select: { teamIds: agentIds(101) } },
      'select.teamIds',
      'Must be a list of at most 100 team ids, got a list of 101',
    ],
    [
      { select: { ipAddresses: ['10.0.0.1', '34.211.11.0/33'] } },
      'select.ipAddresses[1]',
      'The prefix of an IPv4 network must be a whole number from 0 to 32, got "34.211.11.0/33"',
    ],
    [{ select, timing: 'now' }, 'timing', 'Must be immediate or afterContact, got "now"'],
    [{ select, reason: 'r'.repeat(257) }, 'reason', 'Must be 1 to 256 printable characters, got 257 characters'],
    [
      { select, reason: 'two\nlines' },
      'reason',
      'Must be 1 to 256 printable characters, got 9 characters, not all of them printable',
    ],
    [
      { select, message: 'm'.repeat(513) },
      'message',
      'Must be 1 to 512 printable characters, line breaks allowed, got 513 characters',
    ],
    [{ select, confirmEveryone: 'yes' }, 'confirmEveryone', 'Must be true or false, got "yes"'],
  ])('%j', (body, path, message) => {
    expect(faults(body)).toEqual([{ path, message }]);
  });

  test.each(['exclude', 'deadlineMinutes', 'onDeadline', 'holdMinutes', 'startAt', 'dryRun', 'maximumAgents'])(
    '%s, which would go unheard',
    (name) => {
      const known = 'known are select, timing, reason, message, confirmEveryone';
      expect(faults({ select, [name]: 1 })).toEqual([{ path: name, message: `Unknown key; ${known}` }]);
    },
  );

  test.each(['statuses', 'minimumMinutesInStatus'])('a selection by %s, which would go unheard', (name) => {
    const known = 'known are agentIds, teamIds, ipAddresses';
    expect(faults({ select: { ...select, [name]: 1 } })).toEqual([
      { path: `select.${name}`, message: `Unknown key; ${known}` },
    ]);
  });

  test('a promise that a repeat would be recognised', () => {
    const request = aRequest({ body: { select, dryRun: true }, headers: { 'idempotency-key': 'k1' } });
    expect(faultsOf(() => parseForceLogouts(request)).map(({ path }) => path)).toEqual(['idempotency-key', 'dryRun']);
  });

  test('a wish in the query', () => {
    const request = aRequest({ body: { select }, query: { dryRun: 'true' } });
    expect(faultsOf(() => parseForceLogouts(request))).toEqual([
      { path: 'dryRun', message: 'Unknown key; there are none to give' },
    ]);
  });

  test('100 000 ids, by their number', () => {
    expect(faults({ select: { agentIds: agentIds(100_000) } })).toEqual([
      { path: 'select.agentIds', message: 'Must be a list of at most 5000 agent ids, got a list of 100000' },
    ]);
  });

  test('5 000 wrong ids, the first twenty by name', () => {
    const found = faults({ select: { agentIds: Array.from({ length: 5_000 }, (_, id) => id) } });
    expect(found).toHaveLength(21);
    expect(found[19]?.path).toBe('select.agentIds[19]');
    expect(found[20]).toEqual({ path: '', message: 'There are 4980 more faults' });
  });

  test('keys that mean something to JavaScript, like any other', () => {
    const body: unknown = JSON.parse(
      '{"select":{"agentIds":["11"],"__proto__":{"x":1}},"constructor":{"prototype":{}}}',
    );
    expect(
      faults(body)
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual(['constructor', 'select.__proto__']);
    expect(faults({ select, 'a key\nlike "this"': 1 })[0]?.path).toBe('["a key\\nlike \\"this\\""]');
    expect(faults({ select, ['k'.repeat(10_000)]: 1 })[0]?.path.length).toBeLessThan(70);
  });
});

describe('the answer', () => {
  test('has a row for each agent, without a word of who that is', () => {
    const rows = [
      { ...aResult('11', { previousStatus: 'lunch', matchedBy: { teamId: '1' } }), profile: anAgent().profile },
      agentResult('99', { type: 'unknownAgent' }, { agentId: '99' }),
    ];
    const answer = renderForceLogouts({ type: 'done', rows }, aRequest());
    expect(answer.status).toBe(200);
    expect(sent(answer)).toBe(
      '{"results":[{"agentId":"11","outcome":"loggedOut","previousStatus":"lunch","currentStatus":"Offline","contacts":0,"matchedBy":{"teamId":"1"}},' +
        '{"agentId":"99","outcome":"unknownAgent","previousStatus":null,"currentStatus":null,"contacts":0,"matchedBy":{"agentId":"99"}}]}',
    );
  });

  test('for many is the job and where it is', () => {
    const link = 'https://api.example.com/v1/force-logouts/7';
    expect(renderForceLogouts({ type: 'job', job: { instanceId: 'demo', jobId: 7 } }, aRequest())).toEqual({
      status: 202,
      headers: { location: link },
      body: { jobId: 7, status: 'created', link },
    });
  });
});
