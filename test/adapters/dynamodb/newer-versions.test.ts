import { BatchGetCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { agentItem } from '#adapters/dynamodb/agent-item.ts';
import { makeDynamoAgentDirectory } from '#adapters/dynamodb/agents-directory.ts';
import { makeDynamoAgentStore } from '#adapters/dynamodb/agents-store.ts';
import { teamMemberKey } from '#adapters/dynamodb/agents-table.ts';
import { chatItem, makeDynamoChatStore } from '#adapters/dynamodb/chats-store.ts';
import type { DynamoTable } from '#adapters/dynamodb/document-client.ts';
import { makeDynamoLogoutJobStore } from '#adapters/dynamodb/jobs-store.ts';
import { jobKeys } from '#adapters/dynamodb/jobs-table.ts';
import { makeMemoryPublisher, noPauses } from '#adapters/memory/change.ts';
import { makeMemoryWakeUps } from '#adapters/memory/wake-ups.ts';
import { beginContact } from '#core/agents/contacts.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import { changeStatus, putProfile } from '#core/agents/presence.ts';
import { type AggregateStore, makeChange } from '#core/change.ts';
import { defaultChatSettings } from '#core/chats/chat-settings.ts';
import { configureTimers } from '#core/chats/configure-timers.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { join, leave } from '#core/chats/participation.ts';
import { noTimers } from '#core/chats/role-config.ts';
import type { JobEvent } from '#core/forced-logouts/events.ts';
import { type ForceLogout, forceLogout } from '#core/forced-logouts/logout-decision.ts';
import { beginJob } from '#core/forced-logouts/logout-job.ts';
import { agentResult, countOutcomes } from '#core/forced-logouts/result.ts';
import type { WakeUpTarget } from '#core/wake-ups/ports.ts';
import { itemsOfEvent } from '#dialects/connect-participant/items.ts';
import { agentView } from '#dialects/native/agent-view.ts';
import { frameOfAgentEvent } from '#dialects/native/desktops.ts';
import { aContact, anAgent, anEndedSession, ann, anOrder, aSession, someDay, stored } from '../../support/agents.ts';
import { aChat, aParticipant, chatKey } from '../../support/chats.ts';
import { intercept } from '../../support/intercept.ts';
import { aJob, jobKey } from '../../support/logout-jobs.ts';
import { useTable } from './use-table.ts';

/** An event of a type that this version does not know, and one of a known type with more in it. */
const newerEvents = (known: Record<string, unknown>) => [
  [1, someDay, { type: 'SomethingNew', zz: { deep: [1, 2] } }],
  [2, someDay, { ...known, zz: 'more' }],
];

/** Changes by the one way there is, and what it published. */
function changing<Key, State, Fact>(store: AggregateStore<Key, State, Fact>, target: (key: Key) => WakeUpTarget) {
  const publisher = makeMemoryPublisher<Fact>();
  const change = makeChange<Key, State, Fact>({
    store,
    publisher,
    wakeUps: makeMemoryWakeUps(),
    clock: { now: () => someDay },
    pauses: noPauses,
    report: (_, error) => {
      throw error;
    },
    target,
  });
  return { change, publisher };
}

const put = ({ client, tableName: TableName }: DynamoTable, Item: Record<string, unknown>) =>
  client.send(new PutCommand({ TableName, Item }));
const get = async ({ client, tableName: TableName }: DynamoTable, { pk, sk }: { pk: string; sk: string }) =>
  (await client.send(new GetCommand({ TableName, Key: { pk, sk } }))).Item;

describe('an agent that a newer version saved', () => {
  const table = useTable('agents');
  const agents = makeDynamoAgentStore(table);
  const { pr, se, es, mk, ...rest } = agentItem.toItem(
    stored(
      anAgent({
        session: aSession({ contacts: [aContact('c1')], lease: { seconds: 120, lastSeenAt: someDay } }),
        endedSessions: [anEndedSession({ sessionId: 'session-0', order: anOrder() })],
        logoutMarks: [
          { jobId: 1, chunk: '0.0', outcome: { type: 'deferred', previousStatus: 'a', contacts: 1 } },
          { jobId: 2, chunk: '0.0', outcome: { type: 'alreadySignedOut' } },
        ],
      }),
      { sequence: 2 },
    ),
  );
  const more = (value: unknown) => ({ ...Object(value), zz: 'more' });
  const newer = {
    ...rest,
    zz: { deep: [1, 'two'] },
    pr: more(pr),
    se: { ...more(se), ls: more(Object(se).ls), co: [['c1', 'VOICE', someDay, 'more']] },
    es: [{ ...more(Object(es)[0]), or: more({ requestedBy: 'supervisor' }) }],
    mk: [...Object(mk).map((mark: readonly unknown[]) => [...mark, 'more', 7]), [3, '1.1', 'unknownAgent', 'Lunch', 2]],
    ob: newerEvents({ type: 'AgentStatusChanged', sessionId: 'session-1', previousStatus: 'a', status: 'b' }),
  };

  test('keeps what this version does not know when this version changes it', async () => {
    await put(table, newer);
    await agents.recordHeartbeat(ann, { sessionId: 'session-1' }, { at: someDay + 1 });
    const loaded = await agents.load(ann);
    if (!loaded) throw new Error('The agent was put');
    const { state } = changeStatus(loaded.state, { status: 'Lunch', statusType: 'CUSTOM' }, someDay);
    await agents.save({ ...loaded, state: state ?? loaded.state, version: 3 }, loaded);
    const session = { st: 'Lunch', ty: 'CUSTOM', ls: { ...newer.se.ls, at: someDay + 1, pv: someDay } };
    expect(await get(table, rest)).toEqual({ ...newer, v: 3, se: { ...newer.se, ...session } });
  });

  test('is read, shown, logged out and kept when its words are those of the newer version', async () => {
    const words = {
      ...newer,
      se: { ...newer.se, ty: 'TRAINING', co: [['c1', 'EMAIL', someDay]] },
      es: [{ ...Object(newer.es[0]), ca: 'scheduled' }],
      mk: [
        [4, '0.0', 'held'],
        [5, '0.0', 'moved', 'Lunch', 1],
      ],
    };
    await put(table, words);
    const { change } = changing(agents, (key) => ({ kind: 'agent', ...key }));
    await change(ann, (agent, now) => beginContact(agent, { contactId: 'c2', channel: 'VOICE' }, now));
    expect(await get(table, rest)).toMatchObject({
      se: {
        ty: 'TRAINING',
        co: [
          ['c1', 'EMAIL', someDay],
          ['c2', 'VOICE', someDay],
        ],
      },
      es: words.es,
      mk: words.mk,
    });
    const loaded = await agents.load(ann);
    expect(loaded && agentView(loaded.state).session?.status).toBe('In-call');
    const command: ForceLogout = { timing: 'immediate', order: anOrder({ jobId: 9 }), chunk: '0.0' };
    const outcome = await change(ann, (agent, now) => forceLogout(agent, command, now));
    expect(outcome).toEqual({ type: 'loggedOut', previousStatus: 'In-call', contacts: 2 });
    const ofTheNewer: ForceLogout = { ...command, order: anOrder({ jobId: 4 }) };
    const again = await change(ann, (agent, now) => forceLogout(agent, ofTheNewer, now));
    if (again.type === 'countedElsewhere' || again.type === 'ordered') throw new Error('It is counted here');
    expect(agentResult('ann', again, { agentId: 'ann' })).toMatchObject({ outcome: 'failed' });
    expect(countOutcomes(['loggedOut', agentResult('ann', again, { agentId: 'ann' }).outcome]).failed).toBe(1);
  });

  test('keeps what a newer version has added to the profile when this version replaces it', async () => {
    await put(table, newer);
    const { change } = changing(agents, (key) => ({ kind: 'agent', ...key }));
    const profile = { name: 'Ann', email: 'a@example.com', agentNumber: '9', teamIds: [] };
    await change(ann, (agent) => putProfile(agent, ann, profile));
    expect((await get(table, rest))?.pr).toEqual({ nm: 'Ann', em: 'a@example.com', no: '9', tm: [], zz: 'more' });
  });

  test('has its events published in their turn, with all that is in them, and cleared', async () => {
    await put(table, newer);
    const { change, publisher } = changing(agents, (key) => ({ kind: 'agent', ...key }));
    await change(ann, (agent, now) => changeStatus(agent, { status: 'Lunch', statusType: 'CUSTOM' }, now), {
      delivery: 'repeated',
    });
    const names = publisher.published().map(({ eventId, fact }): [string, AgentEvent['type']] => [eventId, fact.type]);
    expect(names).toEqual([
      ['demo/agent/ann/1', 'SomethingNew'],
      ['demo/agent/ann/2', 'AgentStatusChanged'],
    ]);
    expect(publisher.published().map(({ fact }) => fact)).toEqual([
      { type: 'SomethingNew', ...ann, zz: { deep: [1, 2] } },
      expect.objectContaining({ type: 'AgentStatusChanged', ...ann, zz: 'more' }),
    ]);
    expect(publisher.published().map(frameOfAgentEvent)).toEqual([undefined, undefined]);
    expect(await get(table, rest)).not.toHaveProperty('ob');
  });

  test.each([
    ['an unknown cause', { type: 'AgentSignedOut', sessionId: 'session-0', cause: 'scheduled' }],
    ['an unknown channel', { type: 'ContactReleased', sessionId: 'session-1', contactId: 'c0', channel: 'EMAIL' }],
    ['a known type without its members', { type: 'AgentSignedIn' }],
  ])('is logged out, and its events are published, when one has %s', async (_, fact) => {
    await put(table, { ...newer, ob: [[1, someDay, fact]] });
    const { change, publisher } = changing(agents, (key) => ({ kind: 'agent', ...key }));
    const command: ForceLogout = { timing: 'immediate', order: anOrder({ jobId: 9 }), chunk: '0.0' };
    const outcome = await change(ann, (agent, now) => forceLogout(agent, command, now), { delivery: 'repeated' });
    expect(outcome).toMatchObject({ type: 'loggedOut', contacts: 1 });
    const [first, ...others] = publisher.published().map((event) => event.fact);
    expect(first).toEqual({ ...fact, ...ann });
    expect(others.map(({ type }) => type)).toEqual(['ContactReleased', 'AgentSignedOut']);
    const { ob, mk } = Object(await get(table, rest));
    expect(ob).toBeUndefined();
    expect(mk).toEqual([[9, '0.0', 'loggedOut', 'In-call', 1], ...newer.mk]);
  });

  test('shows a client only members of the order that this version knows', async () => {
    const pl = { at: someDay, or: { requestedBy: 'supervisor', reason: 'end of shift', zz: 'more' } };
    await put(table, { ...newer, se: { ...newer.se, pl } });
    const loaded = await agents.load(ann);
    expect(loaded && agentView(loaded.state).session?.pendingLogout).toEqual({
      requestedAt: '2026-11-21T09:30:00.000Z',
      requestedBy: 'supervisor',
      reason: 'end of shift',
    });
  });

  test('is found in a team by the ids of its teams and its address alone, whatever else the profile has become', async () => {
    await put(table, { ...newer, pr: { tm: ['t1'], nm: { first: 'Ann' } } });
    await put(table, { ...teamMemberKey('demo', 't1', 'ann'), v: 1 });
    const requests: unknown[] = [];
    const client = intercept(table.client, (_, call, [command]) => {
      if (command instanceof BatchGetCommand) requests.push(command.input.RequestItems?.[table.tableName]);
      return call();
    });
    const directory = makeDynamoAgentDirectory({ client, tableName: table.tableName });
    expect(await directory.signedIn('demo', { teamId: 't1' }, { limit: 10 })).toEqual({ agentIds: ['ann'] });
    expect(requests).toEqual([
      expect.objectContaining({
        ProjectionExpression: '#0,#1.#2,#3',
        ExpressionAttributeNames: { '#0': 'pk', '#1': 'pr', '#2': 'tm', '#3': 'onlineAddress' },
      }),
    ]);
  });

  test.each([
    ['no number', [['1', someDay, { type: 'SomethingNew' }]]],
    ['no type', [[1, someDay, { kind: 'SomethingNew' }]]],
  ])('is not read when an event has %s', async (_, ob) => {
    await put(table, { ...newer, ob });
    await expect(agents.load(ann)).rejects.toThrow();
  });
});

describe('a chat that a newer version saved', () => {
  const table = useTable('chats');
  const chats = makeDynamoChatStore(table);
  const item = chatItem.toItem(stored(aChat({ participants: [aParticipant()], active: noTimers }), { sequence: 2 }));
  const newer = {
    ...item,
    zz: true,
    pa: { customer: { ...Object(item.pa).customer, zz: [1] } },
    st: [7, null, null, null, 'more'],
    ac: [null, 8, null, null, { later: true }],
    ob: newerEvents({ type: 'ChatEnded', cause: 'ended' }),
  };

  test('keeps what this version does not know when this version changes it', async () => {
    await put(table, newer);
    await chats.touch(chatKey, 'customer', someDay + 1);
    const { change, publisher } = changing(chats, (key) => ({ kind: 'chat', ...key }));
    await change(chatKey, (state) => ({
      state: state && { ...state, disconnectFlow: 'goodbye' },
      events: [],
      outcome: undefined,
    }));
    const customer = { ...newer.pa.customer, ss: someDay + 1, wr: someDay + 1 };
    expect(await get(table, item)).toEqual({ ...newer, v: 3, pa: { customer }, df: 'goodbye' });
    const flush = () =>
      change(chatKey, (state) => ({ state, events: [], outcome: undefined }), { delivery: 'repeated' });
    await flush();
    expect(publisher.published().map(({ fact }): ChatEvent['type'] => fact.type)).toEqual([
      'SomethingNew',
      'ChatEnded',
    ]);
    const items = publisher.published().map((event) => itemsOfEvent(aChat(), event, defaultChatSettings).length);
    expect(items).toEqual([0, 1]);
  });

  test('goes on when its words are those of the newer version', async () => {
    const translator = { ...Object(item.pa).customer, ro: 'TRANSLATOR', no: 1 };
    const words = { ...newer, pa: { ...newer.pa, translator }, wb: 'translator', la: 'nl' };
    await put(table, words);
    const { change } = changing(chats, (key) => ({ kind: 'chat', ...key }));
    const joining = { participantId: 'bob', role: 'AGENT', displayName: 'Bob' } as const;
    await change(chatKey, (chat, now) => join(chat, joining, now));
    const left = await change(chatKey, (chat, now) => leave(chat, 'translator', now));
    expect(left.type).toBe('done');
    const { pa, wb, la } = Object(await get(table, item));
    expect({ role: pa.translator.ro, wb, la }).toEqual({ role: 'TRANSLATOR', wb: 'translator', la: 'nl' });
    await put(table, { ...words, en: [someDay, 'archived'] });
    expect((await chats.load(chatKey))?.state.ended?.cause).toBe('archived');
  });

  test('keeps timers that this version does not know when this version configures its own', async () => {
    await put(table, newer);
    const { change } = changing(chats, (key) => ({ kind: 'chat', ...key }));
    await change(chatKey, (chat) => configureTimers(chat, [{ role: 'AGENT', type: 'IDLE', value: 9 }]));
    expect(await get(table, item)).toMatchObject({ st: [7, null, 9, null, 'more'], ac: newer.ac });
  });
});

describe('a job that a newer version saved', () => {
  const table = useTable('jobs');
  const jobs = makeDynamoLogoutJobStore(table, { keptForDays: 90 });

  test('keeps what this version does not know when this version changes it', async () => {
    await jobs.save(stored(aJob()), undefined);
    const { job } = jobKeys(jobKey);
    const newer = {
      ...(await get(table, job)),
      zz: 7,
      order: { ...anOrder(), zz: 'more' },
      ob: newerEvents({ type: 'LogoutJobFailed', order: anOrder(), startedAt: 1, finishedAt: 2, failure: 'f' }),
    };
    await put(table, newer);
    const { change, publisher } = changing(jobs, (key) => ({ kind: 'job', ...key }));
    await change(jobKey, beginJob);
    expect(await get(table, job)).toEqual({ ...newer, v: 2, progress: { status: 'running' } });
    await change(jobKey, beginJob, { delivery: 'repeated' });
    const types = publisher.published().map(({ fact }): JobEvent['type'] => fact.type);
    expect(types).toEqual(['SomethingNew', 'LogoutJobFailed']);
  });
});
