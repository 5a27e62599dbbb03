import { describe, expect, test } from '@jest/globals';
import { agentRoutes } from '#dialects/native/agents.ts';
import { aContact, anAddress, anAgent, aPendingLogout, aRange, aSession } from '../../support/agents.ts';
import { answerOf, callOf, faultsOf, refusalOf, routeOf } from '../call-route.ts';
import { aCaller, aRequest, sent } from '../requests.ts';

const putAgent = routeOf(agentRoutes, 'PUT /v1/agents/{agentId}');
const getAgent = routeOf(agentRoutes, 'GET /v1/agents/{agentId}');
const listAgents = routeOf(agentRoutes, 'GET /v1/agents');

const path = { agentId: '11' };
const key = { instanceId: 'demo', agentId: '11' };
const profile = { name: 'Darth Vader', email: 'vader@empire.com', agentNumber: 'Agent No.111', teamIds: ['1'] };

describe('a profile', () => {
  test('is replaced as a whole, with duplicate teams removed', async () => {
    const body = { ...profile, name: ' Darth Vader ', teamIds: ['1', '2', '1'] };
    expect(await callOf(putAgent, aRequest({ path, body }))).toEqual({
      useCase: 'putProfile',
      args: [key, { ...profile, teamIds: ['1', '2'] }],
    });
  });

  test('may have fields of the greatest length, and no agent number', async () => {
    const body = {
      name: '😀'.repeat(128),
      email: `${'a'.repeat(252)}@b`,
      agentNumber: '',
      teamIds: Array.from({ length: 20 }, (_, index) => `${index}${'x'.repeat(60)}`),
    };
    expect((await callOf(putAgent, aRequest({ path, body }))).args[1]).toEqual(body);
  });

  test('may name a security profile, if the caller administers rights', async () => {
    const body = { ...profile, securityProfileId: 'supervisors' };
    expect((await callOf(putAgent, aRequest({ path, body }))).args[1]).toEqual(body);
    const caller = aCaller('sessions:write');
    expect((await callOf(putAgent, aRequest({ path, body: profile, caller }))).args[1]).toEqual(profile);
    expect(await refusalOf(callOf(putAgent, aRequest({ path, body, caller })))).toEqual({
      type: 'forbidden',
      scope: 'keys:admin',
    });
    const withNull = aRequest({ path, body: { ...profile, securityProfileId: null } });
    expect(await faultsOf(callOf(putAgent, withNull))).toEqual([
      { path: 'securityProfileId', message: 'Must be 1 to 64 characters of letters, digits and . _ : -, got null' },
    ]);
  });

  test('may be protected, and is shown so', async () => {
    const body = { ...profile, protected: true };
    expect((await callOf(putAgent, aRequest({ path, body }))).args[1]).toEqual(body);
    expect(await faultsOf(callOf(putAgent, aRequest({ path, body: { ...profile, protected: 'yes' } })))).toEqual([
      { path: 'protected', message: 'Must be true or false, got "yes"' },
    ]);
    const shown = async (isProtected: boolean) => {
      const agent = { ...anAgent(), profile: { ...anAgent().profile, protected: isProtected } };
      return (await answerOf(getAgent, agent, aRequest({ path }))).body;
    };
    expect(await shown(true)).toHaveProperty('protected', true);
    expect(await shown(false)).not.toHaveProperty('protected');
  });

  test('is refused with all its faults, and no message shows a name', async () => {
    const body = {
      name: 'n'.repeat(129),
      email: 'nobody',
      agentNumber: 'a\u0000b',
      teamIds: ['1', 'a#b', 'a/b'],
      password: 'secret',
    };
    const faults = await faultsOf(callOf(putAgent, aRequest({ path: { agentId: 'a b' }, body })));
    const anId = 'Must be 1 to 64 characters of letters, digits and . _ : -';
    expect(faults).toEqual([
      { path: 'agentId', message: `${anId}, got "a b"` },
      { path: 'name', message: 'Must be 1 to 128 printable characters, got 129 characters' },
      { path: 'email', message: 'Must be an e-mail address of at most 254 characters, with an @, got 6 characters' },
      {
        path: 'agentNumber',
        message: 'Must be 0 to 64 printable characters, got 3 characters, not all of them printable: U+0000',
      },
      { path: 'teamIds[1]', message: `${anId}, got "a#b"` },
      { path: 'teamIds[2]', message: `${anId}, got "a/b"` },
      {
        path: 'password',
        message: 'Unknown key; known are name, email, agentNumber, teamIds, securityProfileId, protected',
      },
    ]);
  });

  test('is refused with the names of all missing fields', async () => {
    expect(await faultsOf(callOf(putAgent, aRequest({ path, body: {} })))).toEqual([
      { path: 'name', message: 'Must be 1 to 128 printable characters, but is missing' },
      { path: 'email', message: 'Must be an e-mail address of at most 254 characters, with an @, but is missing' },
      { path: 'agentNumber', message: 'Must be 0 to 64 printable characters, but is missing' },
      { path: 'teamIds', message: 'Must be a list of at most 20 team ids, but is missing' },
    ]);
  });
});

describe('an agent', () => {
  const show = (agent: unknown) => answerOf(getAgent, agent, aRequest({ path }));

  test('is shown with the session, its contacts and its pending logout', async () => {
    const session = aSession({
      status: 'lunch',
      statusType: 'CUSTOM',
      ipAddress: anAddress('34.211.11.7'),
      contacts: [aContact('c1', { channel: 'CHAT' })],
      pendingLogout: aPendingLogout({ reason: 'end of shift', message: 'Thank you', jobId: 105 }),
    });
    const agent = anAgent({ ...profile, agentId: '11', session });
    const answer = await answerOf(putAgent, { type: 'done', agent }, aRequest({ path, body: profile }));
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

  test('is shown with the security profile, if there is one', async () => {
    const agent = anAgent();
    const withRights = { ...agent, profile: { ...agent.profile, securityProfileId: 'supervisors' } };
    expect((await show(withRights)).body).toMatchObject({ teamIds: [], securityProfileId: 'supervisors' });
    expect(sent(await show(agent))).not.toContain('securityProfileId');
  });

  test('who is signed out has no session', async () => {
    expect((await show(anAgent())).body).toMatchObject({ agentId: 'ann', session: null });
  });

  test('that does not exist is not found', async () => {
    expect(await callOf(getAgent, aRequest({ path }))).toEqual({ useCase: 'getAgent', args: [key] });
    expect((await refusalOf(show(undefined))).type).toBe('notFound');
  });
});

describe('erasing an agent', () => {
  const eraseAgent = routeOf(agentRoutes, 'DELETE /v1/agents/{agentId}');

  test('needs the scope to write, and answers without a body', async () => {
    expect(await callOf(eraseAgent, aRequest({ path }))).toEqual({ useCase: 'eraseAgent', args: [key] });
    expect(await answerOf(eraseAgent, { type: 'erased' }, aRequest({ path }))).toEqual({ status: 204 });
    const caller = aCaller('sessions:read');
    expect(await refusalOf(callOf(eraseAgent, aRequest({ path, caller })))).toEqual({
      type: 'forbidden',
      scope: 'sessions:write',
    });
    expect(await faultsOf(callOf(eraseAgent, aRequest({ path: { agentId: '' }, query: { force: 'true' } })))).toEqual([
      { path: 'agentId', message: 'Must be 1 to 64 characters of letters, digits and . _ : -, got ""' },
      { path: 'force', message: 'Unknown key; there are none to give' },
    ]);
  });

  test.each(['signedIn', 'stillOwed', 'existsInBackend'])('is refused with a sentence when %s', async (type) => {
    expect(await refusalOf(answerOf(eraseAgent, { type }, aRequest({ path })))).toMatchObject({ type: 'conflict' });
  });
});

describe('the list of agents', () => {
  const list = (query: Record<string, string>) => callOf(listAgents, aRequest({ query }));

  test('takes filters and a page', async () => {
    expect(await list({})).toEqual({ useCase: 'listAgents', args: ['demo', {}, { limit: 50 }] });
    expect((await list({ signedIn: 'true' })).args).toEqual(['demo', { signedIn: true }, { limit: 50 }]);
    expect((await list({ signedIn: 'false', status: 'Offline' })).args[1]).toEqual({
      signedIn: false,
      status: 'Offline',
    });
    const query = { signedIn: 'true', teamId: '1', status: 'In-call', ip: '10.0.0.0/24', limit: '100', cursor: 'abc=' };
    expect((await list(query)).args).toEqual([
      'demo',
      {
        signedIn: true,
        teamId: '1',
        status: 'In-call',
        ipRange: { ...aRange('10.0.0.0', '10.0.0.255'), text: '10.0.0.0/24' },
      },
      { limit: 100, cursor: 'abc=' },
    ]);
  });

  test.each([
    [{ signedIn: '' }, 'signedIn', 'Must be true or false, got ""'],
    [{ signedIn: 'False' }, 'signedIn', 'Must be true or false, got "False"'],
    [{ signedIn: 'true,false' }, 'signedIn', 'Must be true or false, got "true,false"'],
    [
      { signedIn: 'false', ip: '10.0.0.1' },
      'ip',
      'Must be left out with signedIn=false: agents who are signed out have no address',
    ],
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
  ])('refuses %j', async (query, at, message) => {
    expect(await faultsOf(list(query))).toEqual([{ path: at, message }]);
  });

  test('is answered with a cursor while there may be more', async () => {
    const answer = (page: unknown) => answerOf(listAgents, page, aRequest({ query: { signedIn: 'true' } }));
    const ann = { ...anAgent(), session: aSession() };
    expect((await answer({ agents: [ann], cursor: 'next' })).body).toMatchObject({
      agents: [{ agentId: 'ann' }],
      cursor: 'next',
    });
    expect(sent(await answer({ agents: [] }))).toBe('{"agents":[]}');
  });
});

test('reading needs the scope to read, writing the scope to write', async () => {
  const readOnly = aRequest({ path, caller: aCaller('sessions:read') });
  expect(await callOf(getAgent, readOnly)).toBeDefined();
  expect(await refusalOf(callOf(putAgent, readOnly))).toEqual({ type: 'forbidden', scope: 'sessions:write' });
  const writeOnly = aRequest({ path, caller: aCaller('sessions:write') });
  expect(await refusalOf(callOf(getAgent, writeOnly))).toEqual({ type: 'forbidden', scope: 'sessions:read' });
  expect(await refusalOf(callOf(listAgents, writeOnly))).toEqual({ type: 'forbidden', scope: 'sessions:read' });
});
