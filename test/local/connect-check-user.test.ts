import { afterEach, expect, test } from '@jest/globals';
import { aCentre, anAgent, type TestedCentre } from '../connect/a-centre.ts';
import { type HttpService, startHttpService } from '../support/http-service.ts';
import { check } from './check-instance.ts';

function isOffline(centre: TestedCentre): void {
  centre.agents.chooseStatus(anAgent(centre).id, 'Offline');
}

function handles(centre: TestedCentre, initiationMethod: 'INBOUND' | 'TRANSFER' = 'INBOUND'): string {
  const ann = anAgent(centre);
  const { id } = centre.contacts.begin({ channel: 'VOICE', initiationMethod });
  centre.contacts.offer(id, ann.id);
  centre.contacts.accept(id);
  return id;
}

test.each([
  ['nobody', (_: TestedCentre) => {}, 'WILL NOT WORK', 'the instance has no user with this name'],
  ['ann', (centre: TestedCentre) => centre.addUser({ username: 'ann' }), 'good to know', 'is signed out or offline'],
  ['ann', (centre: TestedCentre) => isOffline(centre), 'good to know', 'is signed out or offline'],
  ['ann', (centre: TestedCentre) => anAgent(centre), 'good to know', 'is Available without a contact in hand'],
  ['ann', (centre: TestedCentre) => handles(centre), 'good to know', 'with 1 contact; a forced logout would wait'],
  [
    'ann',
    (centre: TestedCentre) => handles(centre, 'TRANSFER'),
    'good to know',
    'and an immediate one could not end 1 call of them (TRANSFER)',
  ],
  [
    'ann',
    (centre: TestedCentre) => centre.contacts.end(handles(centre)),
    'good to know',
    'would set Offline at once, and 1 contact in after-contact work would be cleared at once',
  ],
] as const)('says what a forced logout would do to %s: %#', async (username, prepare, verdict, sentence) => {
  const centre = await aCentre({ switches: { offlineUsers: 'asOffline' } });
  prepare(centre);
  const [line] = (await check(centre, { username })).about(`user ${username}`);
  expect(line?.startsWith(verdict)).toBe(true);
  expect(line).toContain(sentence);
});

let stage: HttpService | undefined;
const stop = () => stage?.stop();
afterEach(stop);
const forced = async (centre: TestedCentre, answer: (agentId: string) => string) => {
  stage = await startHttpService(({ body }) => {
    const outcome = answer(JSON.parse(body).select.agentIds[0]);
    return { status: 200, body: JSON.stringify({ results: [{ outcome }] }) };
  });
  const live = { url: stage.endpoint, key: 'a:b' };
  return (await check(centre, { username: 'ann', live })).about('forcing ann out')[0];
};

test.each(['id', 'username'] as const)('forces a user out by a stage whose agents have the %s', async (name) => {
  const centre = await aCentre();
  const ann = anAgent(centre);
  const line = await forced(centre, (agentId) => {
    if (agentId !== ann[name]) return 'unknownAgent';
    centre.agents.chooseStatus(ann.id, 'Offline');
    return 'loggedOut';
  });
  expect(line).toMatch(/^will work .*answered loggedOut, and Amazon Connect shows the change. ann stays offline/);
});

test('does nothing to a user who is not there or has a contact', async () => {
  const centre = await aCentre();
  const ann = centre.addUser({ username: 'ann' });
  expect(await forced(centre, () => 'loggedOut')).toContain('nothing was done: sign in as ann');
  expect(stage?.requests).toEqual([]);
  await stop();
  centre.agents.signIn(ann.id, 'Available');
  const { id } = centre.contacts.begin({ channel: 'VOICE' });
  centre.contacts.offer(id, ann.id);
  expect(await forced(centre, () => 'loggedOut')).toContain('nothing was done: ann has a contact');
  expect(stage?.requests).toEqual([]);
});

test('says when the stage does not drive the instance, or cannot', async () => {
  const centre = await aCentre();
  anAgent(centre);
  expect(await forced(centre, () => 'unknownAgent')).toContain(`made with --instance ${centre.InstanceId}`);
  await stop();
  expect(await forced(centre, () => 'failed')).toContain('the log of its function http-logouts says why');
});

test('a user can be named by the id, too', async () => {
  const centre = await aCentre();
  const { id } = anAgent(centre);
  expect((await check(centre, { username: id })).about(`user ${id}`)[0]).toContain('is Available without a contact');
});
