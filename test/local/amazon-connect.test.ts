import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { credentials } from '../../local/aws/account.ts';
import { readApp } from '../../local/aws/app.ts';
import { readCloudAssembly } from '../../local/aws/assembly/cloud-assembly.ts';
import { allows } from '../../local/aws/permissions/policies.ts';
import { serveStandIn } from '../../local/connect/http/stand-in-server.ts';
import { type Centre, ConnectStandIn } from '../../local/connect/stand-in.ts';
import type { User } from '../../local/connect/state/directory.ts';
import { realTime } from '../../local/connect/time.ts';
import { startDrivenDemo } from '../../local/demo/driven/start-driven-demo.ts';
import type { Seed } from '../../local/seed.ts';
import { synthesize } from '../../local/synthesize.ts';
import { forkApp } from '../app/app-processes.ts';
import { compileCache } from '../app/assembly.ts';
import { aFolder } from '../support/a-folder.ts';
import { eventually } from '../support/eventually.ts';
import { type Call, makeCall } from './call-api.ts';
import { runCommand } from './run-command.ts';

let program: ChildProcess;
let stopStandIn: () => Promise<void>;
let centre: Centre;
let call: Call;
let callOther: Call;
let apiUrl: string;
let sweep: () => Promise<unknown>;
let checkLive: (username: string) => ReturnType<typeof runCommand>;
const denied: string[] = [];
/** Actions that a policy above the roles denies. */
const withheld = new Set<string>();

beforeAll(async () => {
  const standIn = new ConnectStandIn({
    time: realTime(),
    // The roles of the synthesized functions decide, as they would on AWS.
    isAllowed: ({ accessKey, action, resource }) => {
      const isOperators = accessKey === credentials.accessKeyId;
      if (withheld.has(action)) return false;
      const isAllowed = isOperators || allows(statementsOf(accessKey), { action, resource });
      if (!isAllowed) denied.push(`${accessKey} ${action} ${resource}`);
      return isAllowed;
    },
  });
  centre = standIn.addInstance();
  const { url, stop } = await serveStandIn(standIn, 0);
  stopStandIn = stop;

  const folder = aFolder();
  const instanceArn = centre.instance.arns.instance;
  const assembly = await synthesize(process.cwd(), folder, { context: { amazonConnectArns: [instanceArn] } });
  const seed: Seed = {
    instances: [
      {
        instanceId: centre.instance.id,
        keys: [
          {
            keyId: 'connect',
            secret: 'secret',
            scopes: ['sessions:read', 'sessions:write', 'logout:bulk', 'timers:configure'],
          },
        ],
        agents: [],
      },
      {
        instanceId: 'standalone',
        keys: [{ keyId: 'own', secret: 'secret', scopes: ['sessions:read', 'sessions:write', 'logout:bulk'] }],
        agents: [],
      },
    ],
  };
  const environment = { AWS_ENDPOINT_URL_CONNECT: url };
  const run = forkApp({ assembly, compiled: compileCache(), speed: 1, seed, environment });
  program = run.program;
  const app = await run.started;
  const roles = readApp(readCloudAssembly(assembly), app.addresses).roles;
  statements = new Map(roles.map(({ functionName, statements: each }) => [functionName, each]));
  call = makeCall(app, 'connect:secret');
  callOther = makeCall(app, 'own:secret');
  checkLive = (username) =>
    runCommand(app, 'bin/connect-check.ts', live(instanceArn, app.url, username), {
      AWS_ENDPOINT_URL_CONNECT: url,
      AWS_REGION: standIn.region,
      LASTCALL_KEY: 'connect:secret',
    });
  apiUrl = app.url;
  const sweeper = `${app.addresses.lambda}/2015-03-31/functions/lastcall-dev-schedule-sweep-wake-ups/invocations`;
  sweep = () => fetch(sweeper, { method: 'POST', body: '{}' });
}, 60_000);

let statements = new Map<string, Parameters<typeof allows>[0]>();
const statementsOf = (accessKey: string) => statements.get(accessKey) ?? [];

afterAll(async () => {
  const exit = once(program, 'exit');
  program.disconnect();
  await exit;
  await stopStandIn();
});

const live = (arn: string, url: string, username: string) => [
  ...['--instance', arn, '--user', username],
  ...['--url', url, '--yes'],
];

/** An agent at the control panel. */
function works(username: string): User {
  const user = centre.addUser({ username });
  centre.agents.signIn(user.id, 'Available');
  return user;
}

function handles({ id }: User, channel: 'VOICE' | 'CHAT'): string {
  const contact = centre.contacts.begin({ channel });
  centre.contacts.offer(contact.id, id);
  centre.contacts.accept(contact.id);
  return contact.id;
}

const statusOf = ({ id }: User) => centre.instance.stateOf(id).status.name;

const logOut = (select: object, timing: 'immediate' | 'afterContact') =>
  call('POST', '/v1/force-logouts', { select, timing, confirmEveryone: true });

test('an agent of Amazon Connect is forced out of the control panel', async () => {
  const ann = works('ann');
  const { results } = await logOut({ agentIds: [ann.id] }, 'afterContact');
  expect(results).toMatchObject([{ outcome: 'loggedOut', previousStatus: 'Available', currentStatus: 'Offline' }]);
  expect(statusOf(ann)).toBe('Offline');
  expect(denied).toEqual([]);
});

test('an instance of another kind is served beside it, by an agent of the same id, and knows nothing of Amazon Connect', async () => {
  const ada = works('ada');
  const profile = { name: 'Ada', email: 'ada@example.com', agentNumber: '1', teamIds: [] };
  await callOther('PUT', `/v1/agents/${ada.id}`, profile);
  await callOther('PUT', `/v1/agents/${ada.id}/session`, { status: 'Available', statusType: 'ROUTABLE' });
  const body = { select: { agentIds: [ada.id] } };
  expect((await callOther('POST', '/v1/force-logouts', body)).results).toMatchObject([{ outcome: 'loggedOut' }]);
  expect(statusOf(ada)).toBe('Available');
  await callOther('PUT', `/v1/agents/${ada.id}/session`, { status: 'Available', statusType: 'ROUTABLE' });
  expect((await logOut({ agentIds: [ada.id] }, 'afterContact')).results).toMatchObject([{ outcome: 'loggedOut' }]);
  expect(statusOf(ada)).toBe('Offline');
  expect((await callOther('GET', `/v1/agents/${ada.id}`)).session).toMatchObject({ status: 'Available' });
});

test('npm run connect:check has the stage force a user out whom it names, and nobody else', async () => {
  const [gil, hal] = [works('gil'), works('hal')];
  const { status, stdout, stderr } = await checkLive('gil');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(
    /will work +forcing gil out: the stage answered loggedOut, and Amazon Connect shows the change/,
  );
  expect([statusOf(gil), statusOf(hal)]).toEqual(['Offline', 'Available']);
}, 60_000);

test('a call is waited for, or ended at once', async () => {
  const [ben, cem] = [works('ben'), works('cem')];
  const [kept, ended] = [handles(ben, 'VOICE'), handles(cem, 'VOICE')];
  const waiting = await logOut({ agentIds: [ben.id] }, 'afterContact');
  expect(waiting.results).toMatchObject([{ outcome: 'deferred', previousStatus: 'In-call', contacts: 1 }]);
  const atOnce = await logOut({ agentIds: [cem.id] }, 'immediate');
  expect(atOnce.results).toMatchObject([{ outcome: 'loggedOut', contacts: 1 }]);
  expect([statusOf(ben), statusOf(cem)]).toEqual(['Available', 'Offline']);
  expect([kept, ended].map((id) => centre.instance.contact(id).disconnectedAt !== undefined)).toEqual([false, true]);
  centre.contacts.end(kept);
  centre.contacts.clear(ben.id, kept);
  expect(statusOf(ben)).toBe('Offline');
  expect(denied).toEqual([]);
});

test('the message is shown to the agent, with the permission that only it needs', async () => {
  const gus = works('gus');
  const request = { select: { agentIds: [gus.id] }, message: 'Good night, and thank you!' };
  await call('POST', '/v1/force-logouts', request);
  const { notifications } = centre.instance.resources;
  expect([...notifications.values()]).toMatchObject([
    { recipients: [centre.instance.arns.of('agent', gus.id)], content: { en_US: request.message } },
  ]);
  expect(denied).toEqual([]);
});

test('the timers of a chat that nobody has registered are passed on', async () => {
  const dana = works('dana');
  const chat = handles(dana, 'CHAT');
  await call('PUT', `/v1/chats/${chat}/timers`, { timers: [{ role: 'CUSTOMER', type: 'IDLE', minutes: 5 }] });
  expect(centre.instance.contact(chat).timers).not.toEqual({});
  expect(denied).toEqual([]);
});

test('a permission that a policy takes away is a matter of the operator, and nothing else stops', async () => {
  const chat = handles(works('dirk'), 'CHAT');
  const set = () =>
    call('PUT', `/v1/chats/${chat}/timers`, { timers: [{ role: 'CUSTOMER', type: 'IDLE', minutes: 5 }] });
  withheld.add('connect:UpdateParticipantRoleConfig');
  await expect(set()).rejects.toThrow(/409 .*Amazon Connect does not allow Lastcall to set timers/);
  expect((await logOut({ agentIds: [works('dora').id] }, 'afterContact')).results).toMatchObject([
    { outcome: 'loggedOut' },
  ]);
  withheld.clear();
  await set();
  expect(denied).toEqual([]);
});

test('whoever works there is listed after the next look, and a team is forced out as a whole', async () => {
  const team = [works('eli'), works('fay')];
  // The rule would do it within a minute.
  await sweep();
  const [teamId = ''] = centre.instance.directory.routingProfiles.keys();
  const listed = await eventually(async () => {
    const { agents } = await call('GET', `/v1/agents?signedIn=true&teamId=${teamId}`);
    const ids = new Set(agents.map(({ agentId }: { readonly agentId: string }) => agentId));
    return team.every(({ id }) => ids.has(id)) ? ids : undefined;
  }, 30);
  expect(listed?.size).toBeGreaterThanOrEqual(2);
  // With those of earlier tests there may be more of them than a request logs out by itself.
  await logOut({ teamIds: [teamId] }, 'afterContact');
  const isOut = () => team.every((user) => statusOf(user) === 'Offline') || undefined;
  expect(await eventually(isOut, 40)).toBe(true);
  expect(denied).toEqual([]);
}, 60_000);

test('more than the quotas allow within a request are forced out by a job, which says when it will end', async () => {
  const many = Array.from({ length: 12 }, (_, n) => works(`many-${n}`));
  const { jobId, results } = await logOut({ agentIds: many.map(({ id }) => id) }, 'afterContact');
  expect(results).toBeUndefined();
  const reports: { readonly status: string; readonly expectedEndAt?: string }[] = [];
  const report = await eventually(async () => {
    const found = await call('GET', `/v1/force-logouts/${jobId}`);
    reports.push(found);
    return found.status === 'completed' ? found : undefined;
  }, 40);
  expect(report.counts).toMatchObject({ matched: 12, loggedOut: 12, failed: 0 });
  expect(many.map(statusOf)).toEqual(many.map(() => 'Offline'));
  expect(reports.some(({ status, expectedEndAt }) => status === 'running' && expectedEndAt !== undefined)).toBe(true);
  expect(denied).toEqual([]);
}, 60_000);

test('agents are imported with their names, and those who are deleted are marked', async () => {
  const gus = centre.addUser({ username: 'gus', firstName: 'Gus', lastName: 'Garcia' });
  const importNow = async () => {
    const { importId } = await call('POST', '/v1/agent-imports');
    return eventually(async () => {
      const latest = await call('GET', '/v1/agent-imports/latest');
      return latest.importId === importId && latest.status === 'completed' ? latest : undefined;
    }, 30);
  };
  expect((await importNow())?.counts.listed).toBe(centre.instance.directory.users.size);
  expect(await call('GET', `/v1/agents/${gus.id}`)).toMatchObject({ name: 'Gus Garcia', agentNumber: 'gus' });
  centre.agents.delete(gus.id);
  expect((await importNow())?.counts).toMatchObject({ deleted: 1 });
  expect(await call('GET', `/v1/agents/${gus.id}`)).toMatchObject({
    name: 'Gus Garcia',
    deletedAt: expect.any(String),
  });
  expect(denied).toEqual([]);
}, 60_000);

test('the demo forces you out through the same API, and your bell has the message', async () => {
  const you = works('you');
  const demo = await startDrivenDemo({
    port: 0,
    centre,
    yours: 'you',
    apiUrl,
    apiKey: 'connect:secret',
    log: (line) => denied.push(line),
  });
  const order = { select: { agentIds: [you.id] }, timing: 'immediate', message: 'See you' };
  const response = await fetch(`${demo.url}/force-logouts`, { method: 'POST', body: JSON.stringify(order) });
  expect(await response.json()).toMatchObject({ results: [{ agentId: you.id, outcome: 'loggedOut' }] });
  expect(await (await fetch(`${demo.url}/wallboard`)).json()).toMatchObject({ bell: [{ text: 'See you' }] });
  expect(await (await fetch(`${demo.url}/known`)).json()).toEqual({ known: expect.any(Number) });
  await demo.stop();
  expect(denied).toEqual([]);
});
