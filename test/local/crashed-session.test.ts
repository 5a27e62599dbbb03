import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSeed } from '../../local/seed.ts';
import { type LocalRun, startLocal } from '../../local/start-local.ts';
import { aFolder } from './an-assembly.ts';
import { openAuditTrail } from './audit-trail.ts';
import { type Call, makeCall, sendTo } from './call-api.ts';
import { flowEvent, invokeByFlow } from './invoke-by-flow.ts';
import { eventually } from './runs.ts';

const otherKey = 'other:other-secret';
const logoutOnly = { keyId: 'other', secret: 'other-secret', scopes: ['logout:one' as const] };

let run: LocalRun;
let call: Call;
let auditTrail: ReturnType<typeof openAuditTrail>;
const failures: string[] = [];
beforeAll(async () => {
  const folder = aFolder();
  const instances = readSeed().instances.map((demo) => ({ ...demo, keys: [...demo.keys, logoutOnly] }));
  // The clock of the system all but stands still: an empty bucket gains its next token after 20 seconds.
  run = await startLocal({ port: 0, folder, speed: 0.005, seed: { instances }, log: (line) => failures.push(line) });
  call = makeCall(run);
  auditTrail = openAuditTrail(run, folder);
  await call('PUT', '/v1/security-profiles/floor', { endSessions: { teamIds: ['floor'] } });
  for (const user of ['api-user', 'busy-user']) await putAgent(user, { securityProfileId: 'floor' });
  await putAgent('nobody', {});
}, 60_000);
afterAll(async () => {
  await run.stop();
  expect(failures).toEqual([]);
});

const putAgent = (agentId: string, more: object) =>
  call('PUT', `/v1/agents/${agentId}`, { name: 'A', email: 'a@example.com', agentNumber: '', teamIds: [], ...more });

/** An agent of the floor whose client has crashed in the middle of a call. */
async function crashed(agentId: string): Promise<void> {
  await putAgent(agentId, { teamIds: ['floor'] });
  await call('PUT', `/v1/agents/${agentId}/session`, { status: 'Available', statusType: 'ROUTABLE' });
  await call('PUT', `/v1/agents/${agentId}/contacts/call-1`, { channel: 'VOICE' });
}

const eventsOf = (agentId: string) => auditTrail().filter((detail) => detail.agentId === agentId);

const setSecurityUser = (parameters: object, contactId = 'contact-1') =>
  invokeByFlow(run, 'flow-set-security-user', flowEvent(contactId, parameters));
const terminate = (parameters: object, contactId = 'contact-1') =>
  invokeByFlow(run, 'flow-terminate-agent-session', flowEvent(contactId, parameters));
const securityUserOf = async (agent: string) => (await setSecurityUser({ agent })).securityUser;

describe('set security user', () => {
  test('takes the default branch with a security user for an agent who has a security profile', async () => {
    const answer = await setSecurityUser({ agent: 'api-user' });
    expect(answer).toEqual({ branch: 'Default', errorArgList: '', securityUser: expect.stringMatching(/^\S{20,}$/) });
  });

  test.each([
    ['nobody', 'This agent has no security profile'],
    ['stranger', 'There is no agent with this id'],
    ['', 'agent: Must be'],
  ])('takes OnError for %j, and says why', async (agent, why) => {
    const errorArgList = expect.stringContaining(why);
    expect(await setSecurityUser({ agent })).toEqual({ branch: 'OnError', errorArgList, securityUser: '' });
  });
});

describe('terminate agent session takes the branch', () => {
  test('OnSuccess: the contact is released and the session ended, and again when there is none any more', async () => {
    await crashed('crashed-1');
    const parameters = { securityUser: await securityUserOf('api-user'), agentId: 'crashed-1' };
    const success = { branch: 'OnSuccess', errorArgList: '' };
    expect(await terminate(parameters)).toEqual({ ...success, alreadySignedOut: 'false' });
    expect(await terminate(parameters)).toEqual({ ...success, alreadySignedOut: 'true' });
    const happened = await eventually(() => (eventsOf('crashed-1').length >= 4 ? eventsOf('crashed-1') : undefined));
    expect(happened.slice(2)).toMatchObject([
      { type: 'ContactReleased', contactId: 'call-1' },
      { type: 'AgentLoggedOut', cause: 257, requestedBy: 'api-user', releasedContactIds: ['call-1'] },
    ]);
    expect(await call('GET', '/v1/agents/crashed-1')).toMatchObject({ session: null });
  });

  test.each(['unknown', '', 'a/b'])('OnInvalidAgentId for the agent id %j', async (agentId) => {
    const answer = await terminate({ securityUser: await securityUserOf('api-user'), agentId });
    expect(answer).toEqual({ branch: 'OnInvalidAgentId', errorArgList: expect.stringContaining('agentId: ') });
  });

  test('OnUnauthorized for an agent who is in none of the teams of the security profile', async () => {
    const answer = await terminate({ securityUser: await securityUserOf('api-user'), agentId: 'nobody' });
    expect(answer).toEqual({ branch: 'OnUnauthorized', errorArgList: expect.stringContaining('does not allow') });
  });

  test('OnInvalidSecurityUser without one, with a forged one, and with that of another contact', async () => {
    const securityUser = await securityUserOf('api-user');
    const answers = [
      await terminate({ agentId: 'nobody' }),
      await terminate({ securityUser: `${securityUser}x`, agentId: 'nobody' }),
      await terminate({ securityUser, agentId: 'nobody' }, 'contact-2'),
    ];
    const invalid = { branch: 'OnInvalidSecurityUser', errorArgList: expect.stringContaining('securityUser: ') };
    expect(answers).toEqual([invalid, invalid, invalid]);
  });

  test('OnTooManyRequests for a security user who has spent a burst, while others go on', async () => {
    const busy = { securityUser: await securityUserOf('busy-user'), agentId: 'unknown' };
    const branches: (string | undefined)[] = [];
    for (let time = 0; time < 22; time += 1) branches.push((await terminate(busy)).branch);
    expect(branches).toEqual([...Array(20).fill('OnInvalidAgentId'), 'OnTooManyRequests', 'OnTooManyRequests']);
    expect((await terminate(busy)).errorArgList).toBe('You ask too often: try again in 1 s');
    const other = await terminate({ securityUser: await securityUserOf('api-user'), agentId: 'unknown' });
    expect(other.branch).toBe('OnInvalidAgentId');
  });

  test('Default for whatever is no event of a flow', async () => {
    const answer = await invokeByFlow(run, 'flow-terminate-agent-session', { Details: {} });
    expect(answer).toEqual({ branch: 'Default', errorArgList: expect.stringContaining('ContactData') });
  });
});

describe('the same over HTTP', () => {
  const logout = (agentId: string, key = otherKey, version = 'v30.0') =>
    sendTo(run, key)('POST', `/incontactapi/services/${version}/agents/${agentId}/logout`);

  test('signs the agent out, be it for the second time', async () => {
    await crashed('crashed-2');
    for (const time of [1, 2]) {
      const answer = await logout('crashed-2');
      expect([time, answer.status, await answer.text()]).toEqual([time, 200, '']);
    }
    expect(
      eventsOf('crashed-2')
        .map(({ type, requestedBy }) => requestedBy ?? type)
        .slice(-2),
    ).toEqual(['ContactReleased', 'other']);
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

test('after a burst of force logouts a key is told when to come again, while other keys go on', async () => {
  const [demo, other] = [sendTo(run), sendTo(run, otherKey)];
  const body = { select: { agentIds: ['unknown'] } };
  const statuses = (answers: readonly Response[]) => answers.map(({ status }) => status).sort();
  const burst = await Promise.all(Array.from({ length: 25 }, () => demo('POST', '/v1/force-logouts', body)));
  expect(statuses(burst)).toEqual([...Array(20).fill(200), ...Array(5).fill(429)]);

  const refused = await demo('POST', '/v1/force-logouts', body);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
  expect(await refused.json()).toMatchObject({ title: 'Too Many Requests', status: 429 });
  const byOtherRoute = await demo('POST', '/apps/api/v1/agent_statuses/force_logout', { agent_ids: [1] });
  expect([byOtherRoute.status, byOtherRoute.headers.get('retry-after')]).toEqual([429, '1']);

  expect((await other('POST', '/v1/force-logouts', body)).status).toBe(200);
  expect((await demo('GET', '/v1/agents/nobody')).status).toBe(200);
}, 20_000);
