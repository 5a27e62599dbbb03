import { beforeAll, describe, expect, test } from '@jest/globals';
import { realTimeApp } from '../app/running-app.ts';
import { aCentre, type Centre } from './a-centre.ts';
import { agentsOf } from './agents.ts';
import { password } from './huawei-client.ts';
import { type Exact, type Received, sendExactly } from './send-exactly.ts';

/** What public clients send, as docs/dialects/huawei.md lists them, and how they read the answers. */

let centre: Centre & ReturnType<typeof agentsOf>;
let send: (call: string, exact?: Exact) => Promise<Received>;
beforeAll(async () => {
  const own = await aCentre(await realTimeApp(), 'huawei-clients');
  centre = { ...own, ...agentsOf(own) };
  send = sendExactly(own.app.url);
});

const base = '/huawei-clients/agentgateway/resource';
const nothingNew = '{"message":"","retcode":"0"}';
const success = '{"message":"success","retcode":"0"}';
const retcodeOf = ({ text }: Received): string => JSON.parse(text).retcode;

/** The value of a header whose name has these very letters. */
const headerOf = ({ names, headers }: Received, name: string): string =>
  names.includes(name) ? String(headers[name.toLowerCase()]) : '';

describe('the CTI servers in Java', () => {
  const contentType = { 'Content-Type': 'application/json;charset=UTF-8' };
  const signIn = { phonenum: '40038', autoanswer: false, autoenteridle: true, status: 4, releasephone: true };
  const body = JSON.stringify({ password, ...signIn, ip: '127.0.0.1' });

  test('sign in by numbers and booleans, compare the name Set-GUID, and poll with a content type', async () => {
    const agentId = await centre.anAgentWithPassword();
    const signedIn = await send(`PUT ${base}/onlineagent/${agentId}`, { headers: contentType, body });
    const guid = headerOf(signedIn, 'Set-GUID').replace('JSESSIONID=', '');
    const headers = { guid, ...contentType };
    expect((await send(`GET ${base}/agentevent/${agentId}`, { headers })).text).toBe(nothingNew);
    expect((await send(`DELETE ${base}/onlineagent/${agentId}/logout`, { headers })).text).toBe(success);
  });

  test('sign in by force with the Guid that they had, and read 100-006 from their next poll with it', async () => {
    const agentId = await centre.anAgentWithPassword();
    const first = await send(`PUT ${base}/onlineagent/${agentId}`, { headers: contentType, body });
    const old = { guid: headerOf(first, 'Set-GUID').replace('JSESSIONID=', ''), Cookie: 'elb=1', ...contentType };
    const again = await send(`PUT ${base}/onlineagent/${agentId}`, { headers: old, body });
    expect(retcodeOf(again)).toBe('100-002');
    const forced = await send(`PUT ${base}/onlineagent/${agentId}/forcelogin`, { headers: old, body });
    expect(headerOf(forced, 'Set-GUID')).toMatch(/^JSESSIONID=/);
    const polled = JSON.parse((await send(`GET ${base}/agentevent/${agentId}`, { headers: old })).text);
    expect(polled.event).toMatchObject({ eventType: 'AgentOther_ShutdownService', workNo: agentId });
    expect(retcodeOf(await send(`GET ${base}/agentevent/${agentId}`, { headers: old }))).toBe('100-006');
  });

  test('have a body of Latin-1 refused, which their HTTP client writes whatever the content type says', async () => {
    const agentId = await centre.anAgentWithPassword();
    const latin1 = Buffer.from(JSON.stringify({ password: 'pässword', phonenum: '40038' }), 'latin1');
    const refused = await send(`PUT ${base}/onlineagent/${agentId}`, { headers: contentType, body: latin1 });
    expect(retcodeOf(refused)).toBe('000-006');
  });

  test('release the agent by a cause, with a content type and no body', async () => {
    const agentId = await centre.anAgentWithPassword();
    const guid = await centre.signIn(agentId);
    const headers = { Guid: guid, 'Content-Type': 'application/json; charset=UTF-8' };
    const call = `DELETE ${base}/onlineagent/${agentId}/forcelogoutwithreason/1`;
    expect((await send(call, { headers })).text).toBe(success);
  });
});

test('the client for Windows takes fifty polls in which nothing happens for what they are', async () => {
  const agentId = await centre.anAgentWithPassword();
  const contentType = { 'Content-Type': 'application/json; charset=UTF-8', Connection: 'close' };
  const body = JSON.stringify({ password, phonenum: '40038', autoanswer: true, status: 4, ip: null, vdnid: 0 });
  const signedIn = await send(`PUT ${base}/onlineagent/${agentId}`, { headers: contentType, body });
  const setGuid = String(signedIn.headers['set-guid']);
  const guid = setGuid.slice(setGuid.indexOf('=') + 1);
  const headers = { guid, 'Content-Type': 'application/json', Connection: 'close' };
  const polls = await Promise.all(
    Array.from({ length: 50 }, () => send(`GET ${base}/agentevent/${agentId}`, { headers })),
  );
  // It counts as a fault what has neither these bytes nor an event, and gives up after eight in a row.
  expect(new Set(polls.map(({ text }) => text))).toEqual(new Set([nothingNew]));
  expect((await send(`DELETE ${base}/onlineagent/${agentId}/forcelogout`, { headers: { guid } })).text).toBe(success);
});

test('a client of java.net.http offers HTTP/2 with each request, and sends its body with every method', async () => {
  const agentId = await centre.anAgentWithPassword();
  const upgrade = {
    Connection: 'Upgrade, HTTP2-Settings',
    Upgrade: 'h2c',
    'HTTP2-Settings': 'AAEAAEAAAAIAAAABAAMAAABkAAQ',
  };
  const headers = { ...upgrade, 'Content-Type': 'application/json' };
  const texts = { status: '4', releasephone: 'true', agenttype: '4' };
  const body = JSON.stringify({ password, phonenum: '40038', ...texts });
  const signedIn = await send(`PUT ${base}/onlineagent/${agentId}`, { headers, body });
  const guid = String(signedIn.headers['set-guid']).replace('JSESSIONID=', '');
  const session = { headers: { ...headers, Guid: guid }, body };
  expect(retcodeOf(await send(`PUT ${base}/onlineagent/${agentId}/handshake`, session))).toBe('000-002');
  expect((await send(`DELETE ${base}/onlineagent/${agentId}/logout`, session)).text).toBe(success);
});

describe('the client for browsers', () => {
  const page = { Origin: 'https://crm.example.com' };
  const listed = (value: unknown) => String(value).toLowerCase().split(',');

  test.each(['PUT', 'GET', 'DELETE', 'POST'])('may call with %s from a page of another origin', async (method) => {
    const asked = {
      ...page,
      'Access-Control-Request-Method': method,
      'Access-Control-Request-Headers': 'content-type,guid',
    };
    const { status, headers } = await send(`OPTIONS ${base}/onlineagent/201`, { headers: asked });
    expect(status).toBe(200);
    expect(listed(headers['access-control-allow-methods'])).toContain(method.toLowerCase());
    expect(listed(headers['access-control-allow-headers'])).toEqual(expect.arrayContaining(['content-type', 'guid']));
  });

  test('may read the Guid, and polls with a query against caches', async () => {
    const agentId = await centre.anAgentWithPassword();
    const body = JSON.stringify({ password, phonenum: '40038', status: 4, releasephone: true, agenttype: 4 });
    const headers = { ...page, Accept: 'application/json', 'Content-Type': 'application/json' };
    const query = '?resteasy_jsapi_anti_cache=1795253404000';
    const signedIn = await send(`PUT ${base}/onlineagent/${agentId}${query}`, { headers, body });
    expect(listed(signedIn.headers['access-control-expose-headers'])).toContain('set-guid');
    expect(String(signedIn.headers['content-type'])).toContain('application/json');
    const [, guid = ''] = headerOf(signedIn, 'Set-GUID').split('=');
    const session = { ...page, Guid: guid, Accept: 'application/json' };
    expect((await send(`GET ${base}/agentevent/${agentId}${query}`, { headers: session })).text).toBe(nothingNew);
    const logout = { headers: { ...session, 'Content-Type': 'text/plain' }, body: '[object Object]' };
    expect((await send(`DELETE ${base}/onlineagent/${agentId}/logout${query}`, logout)).text).toBe(success);
  });

  test('finds no route by an address of the server that ends with a slash', async () => {
    expect(retcodeOf(await send(`GET ${base}//agentevent/201`))).toBe('000-002');
  });
});
