import { expect, test } from '@jest/globals';
import type { AgentKey } from '#core/agents/agent.ts';
import { UnreadableItemError } from '#core/change.ts';
import { minutes, seconds } from '#core/instant.ts';
import { makeChangeUseCases } from '#core/supervisors/use-cases.ts';
import { anAgent, someDay } from '#test/support/agents.ts';
import { aChat, aParticipant } from '#test/support/chats.ts';
import { aWatch } from '#test/support/supervisors.ts';
import { aConsole, allTeams as all, leadOf, ofAgent, ofChat, ofJob } from './a-console.ts';

const agents = [anAgent({ agentId: 'ann', teamIds: ['1'] }), anAgent({ agentId: 'bob', teamIds: ['2'] })];
const inChat = (agentId: string) => aParticipant({ participantId: agentId, role: 'AGENT', agentId });

test('a caller who is limited to teams sees their agents, the chats that they are in, and the jobs that the caller has asked for', async () => {
  const chats = [
    aChat({ contactId: 'with-ann', participants: [aParticipant(), inChat('ann')] }),
    aChat({ contactId: 'with-bob', participants: [aParticipant(), inChat('bob')] }),
    aChat({ contactId: 'with-ann-before', participants: [{ ...inChat('ann'), leftAt: someDay + 1 }] }),
  ];
  const centre = await aConsole({ agents, chats });
  await centre.open(leadOf('1'), 'lead');
  await centre.open(all, 'all');
  const subjects = [
    ofAgent('ann'),
    ofAgent('bob'),
    ofAgent('nobody'),
    ofChat('with-ann'),
    ofChat('with-bob'),
    ofChat('with-ann-before'),
    ofChat('with-ann-before', 'ann'),
    ofChat('unknown'),
    ofJob('lead of 1'),
    ofJob('console'),
  ];
  const events = subjects.map((subject) => centre.anEvent(subject));
  for (const event of events) await centre.pushChange(event, 'one');
  const idsOf = (...places: readonly number[]) => places.map((place) => events[place]?.eventId);
  expect(centre.shownTo('all').map(({ eventId }) => eventId)).toEqual(events.map(({ eventId }) => eventId));
  expect(centre.shownTo('lead').map(({ eventId }) => eventId)).toEqual(idsOf(0, 3, 6, 8));
});

test('a page ends with the token of its caller', async () => {
  const centre = await aConsole({ agents });
  await centre.open({ ...all, validUntil: someDay + minutes(5) }, 'page');
  expect(centre.framesOf('page').at(-1)?.content).toMatchObject({ endsAt: '2026-11-21T09:35:00.000Z' });
  centre.time.at += minutes(5);
  await centre.pushChange(centre.anEvent(ofAgent('ann')), 'one');
  expect(centre.shownTo('page')).toEqual([]);
});

test('a revoked key shows nothing after a minute, and its pages are closed', async () => {
  const centre = await aConsole({ agents });
  const { key } = await centre.open(all, 'page');
  await centre.pushChange(centre.anEvent(ofAgent('ann')), 'one');
  centre.keys.revoke('console');
  centre.time.at += seconds(60);
  const unopened = await centre.address(all);
  await centre.pushChange(centre.anEvent(ofAgent('ann')), 'one');
  expect([centre.shownTo('page').length, centre.sockets.isOpen('page')]).toEqual([1, false]);
  expect(await centre.subscribeSupervisor(key, 'page', String(someDay))).toEqual({ type: 'over' });
  expect(await centre.subscribeSupervisor(unopened, 'other')).toEqual({ type: 'over' });
});

test('a revoked key closes its own pages, and those of another key go on', async () => {
  const centre = await aConsole({ agents });
  centre.keys.revoke('console');
  await centre.open({ ...all, callerId: 'wall' }, 'wall');
  await centre.watches.add(aWatch({ connectionId: 'page' }));
  for (let n = 0; n < 2; n += 1) await centre.pushChange(centre.anEvent(ofAgent('ann')), 'one');
  expect(['wall', 'page'].map((id) => [centre.shownTo(id).length, centre.sockets.isOpen(id)])).toEqual([
    [2, true],
    [0, false],
  ]);
});

test('while a key cannot be looked up only its pages are shown no change, and the attempt that is made again shows it', async () => {
  const centre = await aConsole({ agents });
  await centre.open(all, 'page');
  let fails = true;
  const find = async (keyId: string) => (fails ? Promise.reject(new Error('It is down')) : centre.keys.find(keyId));

  const { pushChange } = makeChangeUseCases({ ...centre, keys: { find } });
  const event = centre.anEvent(ofAgent('ann'));
  await centre.open(leadOf('1'), 'by token');
  await expect(pushChange(event, 'one')).rejects.toThrow('It is down');
  expect(centre.shownTo('page')).toEqual([]);
  expect(centre.shownTo('by token')).toHaveLength(1);
  fails = false;
  await pushChange(event, 'one');
  expect(centre.shownTo('page')).toHaveLength(1);
});

test('an agent who cannot be read keeps nobody from seeing a chat', async () => {
  const chats = [aChat({ contactId: 'both', participants: [inChat('ann'), inChat('bob')] })];
  const centre = await aConsole({ agents, chats });
  const load = (key: AgentKey) =>
    key.agentId === 'bob' ? Promise.reject(new UnreadableItemError('bob', new Error())) : centre.agents.load(key);
  const { pushChange } = makeChangeUseCases({ ...centre, agents: { load } });
  for (const team of ['1', '2']) await centre.open(leadOf(team), team);
  await pushChange(centre.anEvent(ofChat('both')), 'one');
  expect(['1', '2'].map((team) => centre.shownTo(team).length)).toEqual([1, 0]);
  expect(centre.reported).toHaveLength(1);
});
