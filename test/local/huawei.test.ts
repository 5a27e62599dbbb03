import { once } from 'node:events';
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { realTimeApp } from '../app/running-app.ts';
import { aCentre, type Centre } from './a-centre.ts';
import { agentsOf } from './agents.ts';
import { credentials, type Sent } from './huawei-client.ts';

let centre: Centre & ReturnType<typeof agentsOf>;
beforeAll(async () => {
  const demo = await aCentre(await realTimeApp(), 'demo');
  centre = { ...demo, ...agentsOf(demo) };
  await centre.call('PUT', '/v1/security-profiles/floor', { endSessions: { teamIds: ['floor'] } });
});

const success = { status: 200, message: 'success', retcode: '0' };
const refused = (retcode: string) => ({ status: 200, retcode, message: expect.stringMatching(/./) });
const aGuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.AgentGateway1$/;
const noEvent = { status: 200, guid: expect.stringMatching(aGuid), message: '', retcode: '0' };
const shutDown = (workNo: string) => ({
  status: 200,
  message: '',
  retcode: '0',
  event: { eventType: 'AgentOther_ShutdownService', workNo, content: { loginTime: expect.stringMatching(/^\d{13}$/) } },
});

const signIn = (agentId: string, sent: Sent = {}, suffix = '') =>
  centre.huawei(`PUT /onlineagent/${agentId}${suffix}`, { body: credentials(), ...sent });

/** Signs in from another address of this machine, which `fetch` cannot choose. */
async function signInFrom(localAddress: string, agentId: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json;charset=UTF-8' };
  const sent = request(`${centre.app.url}/agentgateway/resource/onlineagent/${agentId}`, {
    method: 'PUT',
    localAddress,
    headers,
  });
  sent.end(credentials());
  const [response] = await once(sent, 'response');
  return json(response);
}

const logout = (agentId: string, guid: string, action = 'logout') =>
  centre.huawei(`DELETE /onlineagent/${agentId}/${action}`, { guid });
const poll = (agentId: string, guid: string) => centre.huawei(`GET /agentevent/${agentId}`, { guid });
const supervise = (agentId: string, guid: string, workNo: string) =>
  centre.huawei(`POST /qualitycontrol/${agentId}/forcelogout/${workNo}`, { guid });

describe('signing in and out', () => {
  test('an agent with a password gets a Guid, polls, and signs out for good', async () => {
    const agentId = await centre.anAgentWithPassword();
    const { guid = '', ...answer } = await signIn(agentId);
    expect(answer).toMatchObject({ status: 200, message: '', retcode: '0', result: { workno: agentId } });
    expect(guid).toMatch(aGuid);
    expect(await poll(agentId, guid)).toEqual(noEvent);
    expect(await logout(agentId, guid)).toEqual(success);
    expect(await poll(agentId, guid)).toEqual(refused('100-006'));
    expect(await logout(agentId, guid)).toEqual(refused('100-008'));
    expect(await supervise(agentId, guid, '101')).toEqual(refused('100-006'));
    expect(await centre.eventsOf(agentId)).toMatchObject([
      { type: 'AgentSignedIn', status: 'Available' },
      { type: 'AgentSignedOut', cause: 'signedOut', releasedContactIds: [] },
    ]);
  });

  test('the path may name the instance, and a Guid is valid with and without it', async () => {
    const agentId = await centre.anAgentWithPassword();
    const { guid = '' } = await signIn(agentId, { instanceId: 'demo' });
    expect(await poll(agentId, guid)).toEqual(noEvent);
    expect(await centre.huawei(`GET /agentevent/${agentId}`, { guid, instanceId: 'demo' })).toEqual(noEvent);
    expect(await centre.huawei(`GET /agentevent/${agentId}`, { guid, instanceId: 'other' })).toEqual(
      refused('000-003'),
    );
    expect(await signIn(agentId, { instanceId: 'other' })).toEqual(refused('100-004'));
  });

  test('of several sign-ins at once only one succeeds, and of several sign-outs too', async () => {
    const agentId = await centre.anAgentWithPassword();
    const signIns = await Promise.all([signIn(agentId), signIn(agentId), signIn(agentId)]);
    const [{ guid = '' } = {}, ...others] = signIns.filter(({ retcode }) => retcode === '0');
    expect(others).toEqual([]);
    expect(signIns.every(({ retcode }) => ['0', '000-007', '100-002'].includes(retcode))).toBe(true);
    const logouts = await Promise.all([logout(agentId, guid), logout(agentId, guid), logout(agentId, guid)]);
    expect(logouts.filter(({ retcode }) => retcode === '0')).toHaveLength(1);
    expect(logouts.every(({ retcode }) => ['0', '000-007', '100-008'].includes(retcode))).toBe(true);
  });

  test('an agent with a call is signed out only by force; the contact is released first, and the events are in that order', async () => {
    const agentId = await centre.anAgentWithPassword();
    const guid = await centre.signIn(agentId);
    await centre.beginCall(agentId);
    expect(await logout(agentId, guid)).toEqual(refused('100-010'));
    expect(await poll(agentId, guid)).toEqual(noEvent);
    expect(await logout(agentId, guid, 'forcelogout')).toEqual(success);
    const events = await centre.eventsOf(agentId);
    expect(events.slice(-2)).toMatchObject([
      { type: 'ContactReleased', contactId: 'call-1', channel: 'VOICE', sequence: 3 },
      { type: 'AgentSignedOut', cause: 'signedOut', releasedContactIds: ['call-1'], sequence: 4 },
    ]);
    expect(events).toHaveLength(4);
  });

  test('a forced sign-out may have a cause', async () => {
    const agentId = await centre.anAgentWithPassword();
    const guid = await centre.signIn(agentId);
    expect(await logout(agentId, guid, 'forcelogoutwithreason/255')).toEqual(success);
    expect((await centre.eventsOf(agentId)).at(-1)).toMatchObject({
      type: 'AgentSignedOut',
      cause: 'client',
      clientCause: 255,
    });
  });

  test('a forced sign-in takes the session over, and its former client is notified once', async () => {
    const agentId = await centre.anAgentWithPassword();
    const old = await centre.signIn(agentId);
    expect(await signIn(agentId)).toEqual(refused('100-002'));
    const taken = await centre.signIn(agentId, '/forcelogin');
    expect(taken).not.toBe(old);
    expect(await poll(agentId, old)).toEqual(shutDown(agentId));
    expect(await poll(agentId, old)).toEqual(refused('100-006'));
    expect(await logout(agentId, old, 'forcelogout')).toEqual(refused('100-008'));
    expect(await poll(agentId, taken)).toEqual(noEvent);
    expect((await centre.eventsOf(agentId)).map(({ type, cause }) => cause ?? type)).toEqual([
      'AgentSignedIn',
      'replaced',
      'AgentSignedIn',
    ]);
  });

  test('wrong passwords make the guesser wait, and nobody who signs in from elsewhere', async () => {
    const agentId = await centre.anAgentWithPassword();
    for (let attempt = 0; attempt < 6; attempt += 1) {
      expect(await signIn(agentId, { body: credentials('a wrong password') })).toEqual(refused('100-004'));
    }
    const [paused, unknown] = [await signIn(agentId), await signIn('999999')];
    expect(paused).toEqual(refused('100-004'));
    expect(paused).toEqual(unknown);
    expect(await signInFrom('127.0.0.2', agentId)).toMatchObject({ retcode: '0' });
  });
});

describe('a supervisor', () => {
  test('signs out an agent of a team in the security profile, and the agent is notified', async () => {
    const [agentId, supervisor] = [
      await centre.anAgentWithPassword({ teamIds: ['floor'] }),
      await centre.anAgentWithPassword({ securityProfileId: 'floor' }),
    ];
    const [guid, own] = [await centre.signIn(agentId), await centre.signIn(supervisor)];
    await centre.beginCall(agentId);
    expect(await supervise(supervisor, own, agentId)).toEqual(success);
    expect(await supervise(supervisor, own, agentId)).toEqual(refused('100-006'));
    expect(await poll(agentId, guid)).toEqual(shutDown(agentId));
    expect(await poll(supervisor, own)).toEqual(noEvent);
    expect((await centre.eventsOf(agentId)).slice(-2)).toMatchObject([
      { type: 'ContactReleased', contactId: 'call-1' },
      { type: 'AgentSignedOut', cause: 'forced', order: { requestedBy: supervisor } },
    ]);
  });

  test('cannot sign out agents of other teams, nor anybody without a profile, nor oneself', async () => {
    const [stranger, supervisor, nobody] = [
      await centre.anAgentWithPassword({ teamIds: ['other'] }),
      await centre.anAgentWithPassword({ securityProfileId: 'floor', teamIds: ['floor'] }),
      await centre.anAgentWithPassword({ securityProfileId: 'no-such-profile' }),
    ];
    const guid = await centre.signIn(stranger);
    const [own, without] = [await centre.signIn(supervisor), await centre.signIn(nobody)];
    expect(await supervise(supervisor, own, stranger)).toEqual(refused('000-003'));
    expect(await supervise(nobody, without, supervisor)).toEqual(refused('000-003'));
    expect(await supervise(supervisor, own, supervisor)).toEqual(refused('000-005'));
    expect(await supervise(supervisor, own, '999999')).toEqual(refused('100-006'));
    expect(await poll(stranger, guid)).toEqual(noEvent);
  });
});

describe('an invalid request is answered with its retcode and status 200', () => {
  const someGuid = '01234567-89ab-cdef-0123-456789abcdef.AgentGateway1';

  test.each<[string, Sent, string]>([
    ['PUT /onlineagent/101', { body: '{"password":' }, '000-006'],
    ['PUT /onlineagent/101', { body: '[]' }, '000-006'],
    ['PUT /onlineagent/101', { body: 'password=x', contentType: 'text/plain' }, '000-006'],
    ['PUT /onlineagent/101', {}, '100-001'],
    ['PUT /onlineagent/101', { body: '{"phonenum":"70001"}' }, '100-001'],
    ['PUT /onlineagent/101', { body: '{"password":5,"phonenum":"70001"}' }, '100-001'],
    ['PUT /onlineagent/101', { body: '{"password":"x"}' }, '100-001'],
    ['PUT /onlineagent/100', { body: credentials() }, '100-001'],
    ['PUT /onlineagent/1000000', { body: credentials() }, '100-001'],
    ['PUT /onlineagent/0101', { body: credentials() }, '100-001'],
    ['PUT /onlineagent/ann/forcelogin', { body: credentials() }, '100-001'],
    ['PUT /onlineagent/101', { body: credentials(), instanceId: 'no@instance' }, '000-002'],
    ['PUT /onlineagent/999998', { body: credentials() }, '100-004'],
    ['GET /agentevent/100', { guid: someGuid }, '000-002'],
    ['GET /agentevent/101', {}, '000-003'],
    ['GET /agentevent/101', { guid: 'a Guid' }, '000-003'],
    ['GET /agentevent/101', { guid: someGuid }, '000-003'],
    ['DELETE /onlineagent/100/logout', { guid: someGuid }, '000-002'],
    ['DELETE /onlineagent/101/logout', {}, '000-003'],
    ['DELETE /onlineagent/101/forcelogout', { guid: someGuid.replace('.AgentGateway1', '') }, '000-003'],
    ['DELETE /onlineagent/101/forcelogout', { guid: someGuid }, '000-003'],
    ['DELETE /onlineagent/101/forcelogoutwithreason/0', { guid: someGuid }, '100-005'],
    ['DELETE /onlineagent/101/forcelogoutwithreason/256', { guid: someGuid }, '100-005'],
    ['DELETE /onlineagent/101/forcelogoutwithreason/why', { guid: someGuid }, '100-005'],
    ['POST /qualitycontrol/101/forcelogout/100', { guid: someGuid }, '000-002'],
    ['POST /qualitycontrol/100/forcelogout/101', { guid: someGuid }, '000-002'],
    ['POST /qualitycontrol/101/forcelogout/102', {}, '000-003'],
    ['POST /qualitycontrol/101/forcelogout/102', { guid: someGuid }, '000-003'],
  ])('%s with %j: %s', async (call, sent, retcode) => {
    expect(await centre.huawei(call, sent)).toEqual(refused(retcode));
  });

  test('a Guid belongs to one agent and is invalid for another', async () => {
    const [one, other] = [await centre.anAgentWithPassword(), await centre.anAgentWithPassword()];
    const guid = await centre.signIn(one);
    await centre.signIn(other);
    expect(await poll(other, guid)).toEqual(refused('000-003'));
    expect(await logout(other, guid, 'forcelogout')).toEqual(refused('000-003'));
    expect(await supervise(other, guid, one)).toEqual(refused('000-003'));
    expect(await poll(one, guid)).toEqual(noEvent);
  });
});
