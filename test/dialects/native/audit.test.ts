import { describe, expect, test } from '@jest/globals';
import { auditRoutes } from '#dialects/native/audit.ts';
import { anAgent, someDay } from '../../support/agents.ts';
import { anEntry } from '../../support/audit.ts';
import { answerOf, callOf, faultsOf, refusalOf, routeOf } from '../call-route.ts';
import { aCaller, aRequest, sent } from '../requests.ts';

const listAudit = routeOf(auditRoutes, 'GET /v1/audit');
const ask = (query: Record<string, string> = {}) => callOf(listAudit, aRequest({ query }));

describe('the audit', () => {
  test('is listed in pages, for an agent, a job and a span of time', async () => {
    expect(await ask()).toEqual({ useCase: 'listAudit', args: ['demo', {}, { limit: 50 }] });
    const query = {
      agentId: '11',
      jobId: '7',
      from: '2026-11-21T10:30:00+01:00',
      to: '2026-11-22T00:00:00Z',
      limit: '3',
      cursor: 'abc',
    };
    expect(await ask(query)).toEqual({
      useCase: 'listAudit',
      args: [
        'demo',
        { agentId: '11', jobId: 7, from: someDay, to: Date.parse('2026-11-22T00:00:00Z') },
        { limit: 3, cursor: 'abc' },
      ],
    });
  });

  test('shows who asked for what, when, from where, about whom, and what became of it', async () => {
    const entries = [
      anEntry({ reason: 'storm', jobId: 7 }),
      anEntry({
        eventId: 'demo/request/9b04/1',
        type: 'LogoutRequested',
        from: { via: 'token' },
        details: { timing: 'immediate', selection: { teamIds: ['night'] } },
      }),
    ];
    const { agentId: _, from: __, ...newer } = anEntry({ type: 'SomethingNew', details: {} });
    const answer = await answerOf(listAudit, { entries: [...entries, newer], cursor: 'next' }, aRequest());
    const at = '"at":"2026-11-21T09:30:00.000Z"';
    expect(sent(answer)).toBe(
      `{"entries":[{${at},"eventId":"demo/agent/ann/1","type":"AgentSignedOut","outcome":"loggedOut","requestedBy":"supervisor",` +
        '"from":{"via":"apiKey","ipAddress":"203.0.113.9"},"reason":"storm","agentId":"ann","jobId":7,' +
        '"details":{"sessionId":"s1","cause":"forced","previousStatus":"Available","releasedContactIds":[]}},' +
        `{${at},"eventId":"demo/request/9b04/1","type":"LogoutRequested","outcome":"requested","requestedBy":"supervisor",` +
        '"from":{"via":"token"},"agentId":"ann","details":{"timing":"immediate","selection":{"teamIds":["night"]}}},' +
        `{${at},"eventId":"demo/agent/ann/1","type":"SomethingNew","requestedBy":"supervisor","details":{}}],"cursor":"next"}`,
    );
  });

  test.each([
    [{ agentId: 'a b' }, [['agentId', expect.stringContaining('Must be')]]],
    [{ jobId: 'seven' }, [['jobId', 'Must be the number of a job, got "seven"']]],
    [{ jobId: '0' }, [['jobId', 'Must be the number of a job, got "0"']]],
    [{ jobId: '1'.repeat(40) }, [['jobId', expect.stringContaining('Must be the number of a job')]]],
    [{ from: '' }, [['from', expect.stringContaining('Must be an instant in ISO 8601')]]],
    [{ from: '2026-11-21' }, [['from', expect.stringContaining('got "2026-11-21"')]]],
    [{ from: '2026-11-21T09:30:00' }, [['from', expect.stringContaining('with an offset')]]],
    [{ to: '1795253400000' }, [['to', expect.stringContaining('Must be an instant in ISO 8601')]]],
    [{ from: '2026-11-21T09:30:00Z', to: '2026-11-21T10:30:00+01:00' }, [['to', 'Must be later than from']]],
    [
      { limit: '101', cursor: '' },
      [
        ['limit', expect.any(String)],
        ['cursor', expect.any(String)],
      ],
    ],
    [{ agentID: '11' }, [['agentID', expect.stringContaining('Unknown key')]]],
  ])('refuses %j', async (query, faults) => {
    expect((await faultsOf(ask(query))).map(({ path, message }) => [path, message])).toEqual(faults);
  });

  test('is for callers with the scope audit:read, and a key that may do everything else is refused', async () => {
    const caller = aCaller('sessions:read', 'logout:bulk', 'keys:admin');
    expect(await refusalOf(callOf(listAudit, aRequest({ caller })))).toEqual({
      type: 'forbidden',
      scope: 'audit:read',
    });
  });
});

describe('the audit for a caller who is limited to teams', () => {
  const caller = { ...aCaller('audit:read'), teamIds: ['day', 'late'] };
  const useCases = (teamIds: readonly string[], entries = [anEntry()]) => ({
    getAgent: async () => anAgent({ agentId: 'ann', teamIds }),
    listAudit: async () => ({ entries, cursor: 'next' }),
  });
  const answer = async (query: Record<string, string>, given: object) => {
    const { body } = await listAudit.handle(given as never, aRequest({ caller, query }));
    return body;
  };
  const nothing = { entries: [] };

  test('has the entries of an agent of one of the teams, and of others nothing, not even a cursor', async () => {
    expect(await answer({ agentId: 'ann' }, useCases(['late']))).toMatchObject({ entries: [{}], cursor: 'next' });
    expect(await answer({ agentId: 'ann' }, useCases(['night']))).toEqual(nothing);
    expect(await answer({ agentId: 'ann' }, { getAgent: async () => undefined })).toEqual(nothing);
  });

  test('has the entries of a job that the caller has asked for, and of others nothing, not even a cursor', async () => {
    const { callerId: requestedBy } = caller;
    expect(await answer({ jobId: '7' }, useCases([], [anEntry({ requestedBy })]))).toMatchObject({ cursor: 'next' });
    expect(await answer({ jobId: '7' }, useCases([], [anEntry({ requestedBy: 'somebody' })]))).toEqual(nothing);
    expect(await answer({ jobId: '7' }, useCases([], []))).toEqual(nothing);
  });

  test('shows of what others asked neither their addresses nor their teams, and of the caller’s own all', async () => {
    const from = { via: 'apiKey', ipAddress: '203.0.113.9' } as const;
    const selection = { agents: 1, agentIds: ['ann'] };
    const details = { timing: 'immediate', selection: { ...selection, callerTeamIds: ['late', 'secret'] } };
    const taken = { cancelledBy: 'somebody', cancelledFrom: from };
    const entries = [
      anEntry({ type: 'LogoutRequested', requestedBy: caller.callerId, from, details }),
      anEntry({ type: 'LogoutRequested', requestedBy: 'somebody', from, details }),
      anEntry({ requestedBy: caller.callerId, from, details: taken }),
      anEntry({ requestedBy: 'somebody', from, details: { ...taken, cancelledBy: caller.callerId } }),
    ];
    expect(await answer({ agentId: 'ann' }, useCases(['late'], entries))).toMatchObject({
      entries: [
        { from, details },
        { from: { via: 'apiKey' }, details: { timing: 'immediate', selection } },
        { from, details: { cancelledBy: 'somebody' } },
        { from: { via: 'apiKey' }, details: { cancelledFrom: from } },
      ],
    });
    const shown = JSON.stringify(await answer({ agentId: 'ann' }, useCases(['late'], entries.slice(1, 2))));
    expect(shown).not.toMatch(/203|secret/);
    const cancelled = JSON.stringify(
      await answer({ agentId: 'ann' }, useCases(['late'], [anEntry({ from: { via: 'iam' }, details: taken })])),
    );
    expect(cancelled).not.toContain('203');
    const refusal = { why: 'tooFewRemaining', teams: [{ teamId: 'secret', signedIn: 9, remaining: 1, minimum: 2 }] };
    const refused = (requestedBy: string) =>
      answer({ agentId: 'ann' }, useCases(['late'], [anEntry({ requestedBy, details: { refusal } })]));
    expect(await refused('somebody')).toMatchObject({
      entries: [{ details: { refusal: { why: 'tooFewRemaining' } } }],
    });
    expect(JSON.stringify(await refused('somebody'))).not.toContain('secret');
    expect(await refused(caller.callerId)).toMatchObject({ entries: [{ details: { refusal } }] });
  });

  test('goes on with a list of a job that has begun when none of a page can be read', async () => {
    expect(await answer({ jobId: '7', cursor: 'abc' }, useCases([], []))).toEqual({ entries: [], cursor: 'next' });
  });

  test('is refused without an agent and a job, by naming the teams', async () => {
    expect(await faultsOf(callOf(listAudit, aRequest({ caller })))).toEqual([
      { path: 'agentId', message: expect.stringContaining('day, late') },
    ]);
  });
});
