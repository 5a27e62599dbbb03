import { describe, expect, test } from '@jest/globals';
import { parseGetAgent, parseListAgents, parsePutAgent, renderAgentPage } from '#dialects/native/agents.ts';
import { renderAgent, renderFoundAgent } from '#dialects/native/presence.ts';
import { aContact, anAddress, anAgent, aPendingLogout, aRange, aSession } from '../../support/agents.ts';
import { aCaller, aRequest, faultsOf, refusalOf, sent } from '../requests.ts';

const path = { agentId: '11' };
const profile = { name: 'Darth Vader', email: 'vader@empire.com', agentNumber: 'Agent No.111', teamIds: ['1'] };

describe('a profile', () => {
  test('is written whole, its teams once each', () => {
    const body = { ...profile, name: ' Darth Vader ', teamIds: ['1', '2', '1'] };
    expect(parsePutAgent(aRequest({ path, body }))).toEqual([
      { instanceId: 'demo', agentId: '11' },
      { ...profile, teamIds: ['1', '2'] },
    ]);
  });

  test('may be of the longest, and without an agent number', () => {
    const body = {
      name: '😀'.repeat(128),
      email: `${'a'.repeat(252)}@b`,
      agentNumber: '',
      teamIds: Array.from({ length: 20 }, (_, index) => `${index}${'x'.repeat(60)}`),
    };
    expect(parsePutAgent(aRequest({ path, body }))[1]).toEqual(body);
  });

  test('may name a security profile, if who writes it administers rights', () => {
    const body = { ...profile, securityProfileId: 'supervisors' };
    expect(parsePutAgent(aRequest({ path, body }))[1]).toEqual(body);
    const caller = aCaller('sessions:write');
    expect(parsePutAgent(aRequest({ path, body: profile, caller }))[1]).toEqual(profile);
    expect(refusalOf(() => parsePutAgent(aRequest({ path, body, caller })))).toEqual({
      type: 'forbidden',
      scope: 'keys:admin',
    });
    expect(faultsOf(() => parsePutAgent(aRequest({ path, body: { ...profile, securityProfileId: null } })))).toEqual([
      { path: 'securityProfileId', message: 'Must be 1 to 64 characters of letters, digits and . _ : -, got null' },
    ]);
  });

  test('with every fault is told all of them, and nobody’s name comes back', () => {
    const body = {
      name: 'n'.repeat(129),
      email: 'nobody',
      agentNumber: 'a\u0000b',
      teamIds: ['1', 'a#b', 'a/b'],
      password: 'secret',
    };
    const faults = faultsOf(() => parsePutAgent(aRequest({ path: { agentId: 'a b' }, body })));
    const anId = 'Must be 1 to 64 characters of letters, digits and . _ : -';
    expect(faults).toEqual([
      { path: 'agentId', message: `${anId}, got "a b"` },
      { path: 'name', message: 'Must be 1 to 128 printable characters, got 129 characters' },
      { path: 'email', message: 'Must be an e-mail address of at most 254 characters, with an @, got 6 characters' },
      {
        path: 'agentNumber',
        message: 'Must be 0 to 64 printable characters, got 3 characters, not all of them printable',
      },
      { path: 'teamIds[1]', message: `${anId}, got "a#b"` },
      { path: 'teamIds[2]', message: `${anId}, got "a/b"` },
      { path: 'password', message: 'Unknown key; known are name, email, agentNumber, teamIds, securityProfileId' },
    ]);
  });

  test('lacks nothing: what is missing is named', () => {
    expect(faultsOf(() => parsePutAgent(aRequest({ path, body: {} })))).toEqual([
      { path: 'name', message: 'Must be 1 to 128 printable characters, but is missing' },
      { path: 'email', message: 'Must be an e-mail address of at most 254 characters, with an @, but is missing' },
      { path: 'agentNumber', message: 'Must be 0 to 64 printable characters, but is missing' },
      { path: 'teamIds', message: 'Must be a list of at most 20 team ids, but is missing' },
    ]);
  });
});

describe('an agent', () => {
  test('is shown with the session and what is in hand', () => {
    const session = aSession({
      status: 'lunch',
      statusType: 'CUSTOM',
      ipAddress: anAddress('34.211.11.7'),
      contacts: [aContact('c1', { channel: 'CHAT' })],
      pendingLogout: aPendingLogout({ reason: 'end of shift', message: 'Thank you', jobId: 105 }),
    });
    const answer = renderAgent({ type: 'done', agent: anAgent({ ...profile, agentId: '11', session }) });
    expect(answer.status).toBe(200);
    expect(sent(answer)).toBe(
      JSON.stringify({
        agentId: '11',
        ...profile,
        session: {
          sessionId: 'session-1',
          status: 'In-chat',
          statusType: 'CUSTOM',
          statusSince: '2026-11-21T09:30:00.000Z',
          signedInAt: '2026-11-21T09:30:00.000Z',
          ipAddress: '34.211.11.7',
          contacts: [{ contactId: 'c1', channel: 'CHAT', beganAt: '2026-11-21T09:30:00.000Z' }],
          pendingLogout: {
            requestedAt: '2026-11-21T09:30:00.000Z',
            requestedBy: 'supervisor',
            reason: 'end of shift',
            message: 'Thank you',
            jobId: 105,
          },
        },
      }),
    );
  });

  test('is shown with the security profile, if there is one', () => {
    const agent = anAgent();
    const withRights = { ...agent, profile: { ...agent.profile, securityProfileId: 'supervisors' } };
    expect(renderFoundAgent(withRights).body).toMatchObject({ teamIds: [], securityProfileId: 'supervisors' });
    expect(sent(renderFoundAgent(agent))).not.toContain('securityProfileId');
  });

  test('who is signed out has no session', () => {
    expect(renderFoundAgent(anAgent()).body).toMatchObject({ agentId: 'ann', session: null });
  });

  test('nobody knows is not found', () => {
    expect(parseGetAgent(aRequest({ path }))).toEqual({ instanceId: 'demo', agentId: '11' });
    expect(refusalOf(() => renderFoundAgent(undefined)).type).toBe('notFound');
  });
});

describe('the list of those signed in', () => {
  const list = (query: Record<string, string>) => parseListAgents(aRequest({ query }));

  test('takes filters and a page', () => {
    expect(list({ signedIn: 'true' })).toEqual(['demo', {}, { limit: 50 }]);
    expect(
      list({ signedIn: 'true', teamId: '1', status: 'In-call', ip: '10.0.0.0/24', limit: '100', cursor: 'abc=' }),
    ).toEqual([
      'demo',
      { teamId: '1', status: 'In-call', ipRange: { ...aRange('10.0.0.0', '10.0.0.255'), text: '10.0.0.0/24' } },
      { limit: 100, cursor: 'abc=' },
    ]);
  });

  test.each([
    [{}, 'signedIn', 'Must be given as true: only agents who are signed in can be listed'],
    [{ signedIn: 'false' }, 'signedIn', 'Must be given as true: only agents who are signed in can be listed'],
    [{ signedIn: 'true', limit: '0' }, 'limit', 'Must be a whole number from 1 to 100, got "0"'],
    [{ signedIn: 'true', limit: '101' }, 'limit', 'Must be a whole number from 1 to 100, got "101"'],
    [{ signedIn: 'true', limit: '1e1' }, 'limit', 'Must be a whole number from 1 to 100, got "1e1"'],
    [{ signedIn: 'true', limit: '0x10' }, 'limit', 'Must be a whole number from 1 to 100, got "0x10"'],
    [{ signedIn: 'true', team: '1' }, 'team', 'Unknown key; known are signedIn, teamId, status, ip, limit, cursor'],
    [
      { signedIn: 'true', ip: '34.211.11.0/33' },
      'ip',
      'The prefix of an IPv4 network must be a whole number from 0 to 32, got "34.211.11.0/33"',
    ],
  ])('%j is refused', (query, at, message) => {
    expect(faultsOf(() => list(query))).toEqual([{ path: at, message }]);
  });

  test('is answered with a cursor while there may be more', () => {
    const ann = { ...anAgent(), session: aSession() };
    expect(renderAgentPage({ agents: [ann], cursor: 'next' }).body).toMatchObject({
      agents: [{ agentId: 'ann' }],
      cursor: 'next',
    });
    expect(sent(renderAgentPage({ agents: [] }))).toBe('{"agents":[]}');
  });
});

test('reading takes the scope to read, writing the scope to write', () => {
  const readOnly = aRequest({ path, caller: aCaller('sessions:read') });
  expect(parseGetAgent(readOnly)).toBeDefined();
  expect(refusalOf(() => parsePutAgent(readOnly))).toEqual({ type: 'forbidden', scope: 'sessions:write' });
  const writeOnly = aRequest({ path, caller: aCaller('sessions:write') });
  expect(refusalOf(() => parseGetAgent(writeOnly))).toEqual({ type: 'forbidden', scope: 'sessions:read' });
  expect(refusalOf(() => parseListAgents(writeOnly))).toEqual({ type: 'forbidden', scope: 'sessions:read' });
});
