import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chromium } from 'playwright-core';
import { type Centre, ConnectStandIn } from '../../local/connect/stand-in.ts';
import { realTime } from '../../local/connect/time.ts';
import type { Demo } from '../../local/demo/demo-server.ts';
import { startDrivenDemo } from '../../local/demo/driven/start-driven-demo.ts';
import { chromiumPath, startChromium } from '../clients/chromium.ts';

let demo: Demo;
let centre: Centre;
const logged: string[] = [];

beforeAll(async () => {
  centre = new ConnectStandIn({ time: realTime() }).addInstance({
    groups: [
      { id: 'support', name: 'Support' },
      { id: 'night', name: 'Night', parentId: 'support' },
    ],
  });
  const you = centre.addUser({ username: 'you', hierarchyGroupId: 'night' });
  centre.addUser({ username: 'ann' });
  centre.agents.signIn(you.id, 'Available');
  // Nothing listens there: these are the routes that do not ask Lastcall.
  const api = { apiUrl: 'http://127.0.0.1:9', apiKey: 'connect:secret' };
  demo = await startDrivenDemo({ ...api, port: 0, centre, yours: 'you', log: (line) => logged.push(line) });
});

afterAll(() => demo.stop());

const post = (path: string, body: unknown) =>
  fetch(`${demo.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
const read = async (response: Response): Promise<ReturnType<typeof JSON.parse>> => response.json();
const wallboard = async () => read(await fetch(`${demo.url}/wallboard`));

test('the page comes with its script and styles', async () => {
  const page = await (await fetch(demo.url)).text();
  const files = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path = '']) => path);
  expect(files).toEqual(['/demo.css', '/driven.css', '/driven-page.js']);
  for (const path of files) expect((await fetch(`${demo.url}${path}`)).status).toBe(200);
});

test('the wallboard shows every agent, and the panel of yours takes contacts and statuses', async () => {
  expect(await wallboard()).toMatchObject({
    agents: [
      { name: 'you', team: 'Night', isYours: true, status: 'Available', statusType: 'ROUTABLE', contacts: [] },
      { name: 'ann', team: '', isYours: false, status: 'Offline', statusType: 'OFFLINE' },
    ],
    teams: [
      { teamId: 'support', name: 'Support' },
      { teamId: 'night', name: 'Night' },
    ],
    bell: [],
  });
  await post('/you', { do: 'offer', channel: 'CHAT' });
  const [{ contacts }] = (await wallboard()).agents;
  expect(contacts).toMatchObject([{ channel: 'CHAT', state: 'CONNECTING' }]);
  const { contactId } = contacts[0];
  await post('/you', { do: 'accept', contactId });
  await post('/you', { do: 'chooseStatus', status: 'Offline' });
  expect((await wallboard()).agents[0]).toMatchObject({ next: 'Offline', contacts: [{ state: 'CONNECTED' }] });
  await post('/you', { do: 'end', contactId });
  await post('/you', { do: 'clear', contactId });
  expect((await wallboard()).agents[0]).toMatchObject({ status: 'Offline', next: null, contacts: [] });
  await post('/you', { do: 'closeWindow' });
  expect((await wallboard()).agents[0]).toMatchObject({ isAtPanel: false });
  await post('/you', { do: 'chooseStatus', status: 'Available' });
  expect((await wallboard()).agents[0]).toMatchObject({ isAtPanel: true, status: 'Available' });
});

test('notifications for you, or for everybody, are behind the bell until they expire', async () => {
  const { resources, arns, directory } = centre.instance;
  const notification = (id: string, recipient: string, expiresIn: number) => ({
    ...{ id, recipients: [recipient], content: { en_US: id }, priority: 'HIGH', createdAt: Date.now(), tags: {} },
    expiresAt: Date.now() + expiresIn,
  });
  const [you = '', ann = ''] = [...directory.users.keys()].map((id) => arns.of('agent', id));
  for (const one of [
    notification('yours', you, 60_000),
    notification('over', you, -1),
    notification('hers', ann, 60_000),
    notification('all', arns.instance, 60_000),
  ])
    resources.notifications.set(one.id, one);
  expect((await wallboard()).bell).toMatchObject([{ text: 'all' }, { text: 'yours' }]);
});

test.each([
  ['/you', { do: 'accept', contactId: 'nobody' }, 409],
  ['/you', { do: 'chooseStatus', status: 'Sleeping' }, 409],
  ['/you', { do: 'dance' }, 400],
  ['/force-logouts', { select: {}, timing: 'soon' }, 400],
  ['/force-logouts', { select: { agentIds: ['a'] }, timing: 'immediate' }, 500],
])('%s with %j is answered with %i and a reason', async (path, body, status) => {
  const response = await post(path, body);
  expect([response.status, typeof (await read(response)).message]).toEqual([status, 'string']);
});

(chromiumPath === undefined ? test.skip : test)(
  'the page shows all of this, and accepts a contact',
  async () => {
    const server = await startChromium();
    const browser = await chromium.connect(server.wsEndpoint());
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    await page.goto(demo.url);
    await page.getByRole('button', { name: 'Notifications (2 new)' }).click();
    const texts = await page.getByRole('list', { name: 'Notifications' }).getByRole('listitem').allTextContents();
    expect(texts.map((text) => text.split('\n')[0])).toEqual(['all', 'yours']);
    await page.getByRole('button', { name: 'A customer calls you' }).click();
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('button', { name: 'Hang up' }).waitFor();
    const wall = page.getByRole('list', { name: 'Everybody' }).getByRole('listitem');
    await wall.filter({ hasText: /you \(yours\).*call, 0:0/s }).waitFor();
    expect(await wall.count()).toBe(2);
    expect(errors).toEqual([]);
    await server.close();
  },
  60_000,
);

test('only what Lastcall did not answer is logged', () => {
  expect(logged.filter((line) => !line.includes('GET /known'))).toEqual([
    expect.stringContaining('POST /force-logouts'),
  ]);
});
