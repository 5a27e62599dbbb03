import { beforeAll, describe, expect, test } from '@jest/globals';
import { readSeed } from '../../local/seed.ts';
import { anOwnApp, type RunningApp } from '../app/running-app.ts';
import { aCentre, type Centre } from './a-centre.ts';
import { type Call, sendTo } from './call-api.ts';
import { flowEvent, invokeByFlow } from './invoke-by-flow.ts';

const otherKey = 'other:other-secret';
const logoutOnly = { keyId: 'other', secret: 'other-secret', scopes: ['logout:one' as const] };

let app: RunningApp;
let centre: Centre;
let call: Call;
beforeAll(async () => {
  const instances = readSeed().instances.map((demo) => ({ ...demo, keys: [...demo.keys, logoutOnly] }));
  // At this speed an empty bucket gains its next token after 20 real seconds.
  app = await anOwnApp({ speed: 0.005, seed: { instances } });
  centre = await aCentre(app, 'demo');
  call = centre.call;
  await call('PUT', '/v1/security-profiles/floor', { endSessions: { teamIds: ['floor'] } });
  for (const user of ['api-user', 'busy-user']) await putAgent(user, { securityProfileId: 'floor' });
  await putAgent('nobody', {});
});

const putAgent = (agentId: string, more: object) =>
  call('PUT', `/v1/agents/${agentId}`, { name: 'A', email: 'a@example.com', agentNumber: '', teamIds: [], ...more });

/** Creates an agent of the floor whose client has crashed during a call. */
async function aCrashedAgent(agentId: string): Promise<void> {
  await putAgent(agentId, { teamIds: ['floor'] });
  await call('PUT', `/v1/agents/${agentId}/session`, { status: 'Available', statusType: 'ROUTABLE' });
  await call('PUT', `/v1/agents/${agentId}/contacts/call-1`, { channel: 'VOICE' });
}

const setSecurityUser = (parameters: object, contactId = 'contact-1') =>
  invokeByFlow(app, 'flow-set-security-user', flowEvent(contactId, parameters));
const terminate = (parameters: object, contactId = 'contact-1') =>
  invokeByFlow(app, 'flow-terminate-agent-session', flowEvent(contactId, parameters));
const securityUserOf = async (agent: string) => (await setSecurityUser({ agent })).securityUser;

describe('set security user', () => {
  test('takes the default branch with a security user for an agent with a security profile', async () => {
    const answer = await setSecurityUser({ agent: 'api-user' });
    expect(answer).toEqual({ branch: 'Default', errorArgList: '', securityUser: expect.stringMatching(/^\S{20,}$/) });
  });

  test.each([
    ['nobody', 'This agent has no security profile'],
    ['stranger', 'There is no agent with this id'],
    ['', 'agent: Must be'],
  ])('takes OnError for %j, with the reason', async (agent, reason) => {
    const errorArgList = expect.stringContaining(reason);
    expect(await setSecurityUser({ agent })).toEqual({ branch: 'OnError', errorArgList, securityUser: '' });
  });
});

describe('terminate agent session takes the branch', () => {
  test('OnSuccess: the contact is released and the session ended, and again when there is no session', async () => {
    await aCrashedAgent('crashed-1');
    const parameters = { securityUser: await securityUserOf('api-user'), agentId: 'crashed-1' };
    const success = { branch: 'OnSuccess', errorArgList: '' };
    expect(await terminate(parameters)).toEqual({ ...success, alreadySignedOut: 'false' });
    expect(await terminate(parameters)).toEqual({ ...success, alreadySignedOut: 'true' });
    const events = await centre.eventsOf('crashed-1');
    expect(events.slice(2)).toMatchObject([
      { type: 'ContactReleased', contactId: 'call-1' },
      { type: 'AgentSignedOut', cause: 'forced', order: { requestedBy: 'api-user' }, releasedContactIds: ['call-1'] },
    ]);
    expect(await call('GET', '/v1/agents/crashed-1')).toMatchObject({ session: null });
  });

  test.each(['unknown', '', 'a/b'])('OnInvalidAgentId for the agent id %j', async (agentId) => {
    const answer = await terminate({ securityUser: await securityUserOf('api-user'), agentId });
    expect(answer).toEqual({ branch: 'OnInvalidAgentId', errorArgList: expect.stringContaining('agentId: ') });
  });

  test('OnUnauthorized for an agent who is in no team of the security profile', async () => {
    const answer = await terminate({ securityUser: await securityUserOf('api-user'), agentId: 'nobody' });
    expect(answer).toEqual({ branch: 'OnUnauthorized', errorArgList: expect.stringContaining('does not allow') });
  });

  test('OnInvalidSecurityUser without a security user, with a forged one, and with that of another contact', async () => {
    const securityUser = await securityUserOf('api-user');
    const answers = [
      await terminate({ agentId: 'nobody' }),
      await terminate({ securityUser: `${securityUser}x`, agentId: 'nobody' }),
      await terminate({ securityUser, agentId: 'nobody' }, 'contact-2'),
    ];
    const invalid = { branch: 'OnInvalidSecurityUser', errorArgList: expect.stringContaining('securityUser: ') };
    expect(answers).toEqual([invalid, invalid, invalid]);
  });

  test('OnTooManyRequests for a security user who has used up the burst, while others may continue', async () => {
    const busy = { securityUser: await securityUserOf('busy-user'), agentId: 'unknown' };
    const branches: (string | undefined)[] = [];
    for (let time = 0; time < 22; time += 1) branches.push((await terminate(busy)).branch);
    expect(branches).toEqual([...Array(20).fill('OnInvalidAgentId'), 'OnTooManyRequests', 'OnTooManyRequests']);
    expect((await terminate(busy)).errorArgList).toBe('You ask too often: try again in 1 s');
    const other = await terminate({ securityUser: await securityUserOf('api-user'), agentId: 'unknown' });
    expect(other.branch).toBe('OnInvalidAgentId');
  });

  test('Default for anything but an event of a flow', async () => {
    const answer = await invokeByFlow(app, 'flow-terminate-agent-session', { Details: {} });
    expect(answer).toEqual({ branch: 'Default', errorArgList: expect.stringContaining('ContactData') });
  });
});

describe('the same over HTTP', () => {
  const logout = (agentId: string, key = otherKey, version = 'v30.0') =>
    sendTo(app, key)('POST', `/incontactapi/services/${version}/agents/${agentId}/logout`);

  test('signs the agent out, and succeeds again without a session', async () => {
    await aCrashedAgent('crashed-2');
    for (const time of [1, 2]) {
      const answer = await logout('crashed-2');
      expect([time, answer.status, await answer.text()]).toEqual([time, 200, '']);
    }
    const events = await centre.eventsOf('crashed-2');
    expect(events.slice(-2).map(({ type, order }) => order?.requestedBy ?? type)).toEqual(['ContactReleased', 'other']);
  });

  test.each([
    '/inContactAPI/services/v30.0/agents',
    '/InContactAPI/Services/V30.0/Agents',
    '/INCONTACTAPI/sERVICES/v8/agents',
  ])('is the same in another spelling (%s), with and without a key', async (path) => {
    const send = (agentId: string, body: object | null | undefined, key = otherKey) =>
      sendTo(app, key)('POST', `${path}/${agentId}/LogOut`, body);
    const id = `crashed-${path.length}-${path[1]}`;
    await aCrashedAgent(id);
    for (const body of [undefined, null]) expect((await send(id, body)).status).toBe(200);
    const refused = [await send('unknown', undefined), await send(id, undefined, 'other:wrong')];
    expect(refused.map(({ status }) => status)).toEqual([404, 401]);
    expect(await Promise.all(refused.map((answer) => answer.json()))).toMatchObject([
      { error: 'not_found' },
      { error: 'invalid_client' },
    ]);
  });

  test('leaves every other path of six parts without a route, in the dialect of that path', async () => {
    const sent = [
      '/v1/a/b/c/d/e',
      '/apps/api/v1/agent_statuses/force_logout/jobs',
      '/inContactAPI/services/v30.0/agents/11/logoff',
    ];
    const answers = await Promise.all(sent.map((path) => sendTo(app, 'other:wrong')('POST', path)));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(await Promise.all(answers.map((answer) => answer.json()))).toMatchObject([
      { type: '/docs/problems#not-found' },
      { message: expect.any(String) },
      { error: 'not_found' },
    ]);
  });

  test.each([
    [404, 'not_found', 'unknown', otherKey, 'v30.0'],
    [400, 'invalid_request', 'unknown', otherKey, 'latest'],
    [401, 'invalid_client', 'unknown', 'other:wrong', 'v30.0'],
  ])('answers %i %s for agent %s by key %s in version %s', async (status, error, agentId, key, version) => {
    const answer = await logout(agentId, key, version);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ error, error_description: expect.stringMatching(/./) });
  });
});

test('after a burst of forced logouts a key gets 429 with Retry-After, while other keys may continue', async () => {
  const [demo, other] = [sendTo(app), sendTo(app, otherKey)];
  const body = { select: { agentIds: ['unknown'] } };
  const statuses = (answers: readonly Response[]) => answers.map(({ status }) => status).sort();
  const burst = await Promise.all(Array.from({ length: 25 }, () => demo('POST', '/v1/force-logouts', body)));
  expect(statuses(burst)).toEqual([...Array(20).fill(200), ...Array(5).fill(429)]);

  const refused = await demo('POST', '/v1/force-logouts', body);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
  expect(refused.headers.get('ratelimit')).toBe('"default";r=0;t=1');
  expect(burst.find(({ status }) => status === 200)?.headers.get('ratelimit-policy')).toBe('"default";q=20;w=2');
  expect(await refused.json()).toMatchObject({ title: 'Too Many Requests', status: 429 });
  const byOtherRoute = await demo('POST', '/apps/api/v1/agent_statuses/force_logout', { agent_ids: [1] });
  expect([byOtherRoute.status, byOtherRoute.headers.get('retry-after')]).toEqual([429, '1']);

  expect((await other('POST', '/v1/force-logouts', body)).status).toBe(200);
  expect((await demo('GET', '/v1/agents/nobody')).status).toBe(200);
});
