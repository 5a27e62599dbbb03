import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeDynamoAgentDirectory } from '#adapters/dynamodb/agents-directory.ts';
import { makeDynamoAgentStore } from '#adapters/dynamodb/agents-store.ts';
import { agentKey } from '#adapters/dynamodb/agents-table.ts';
import { chatItemKey } from '#adapters/dynamodb/chat-tables.ts';
import { makeDynamoChatStore } from '#adapters/dynamodb/chats-store.ts';
import type { AgentKey } from '#core/agents/agent.ts';
import type { ChatKey } from '#core/chats/chat.ts';
import { type ChatUseCases, makeChatUseCases } from '#core/chats/use-cases.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { anAddress, anAgent, someDay, stored } from '../../support/agents.ts';
import { memoryChatPorts } from '../../support/chat-room.ts';
import { aContactCentre, makeUseCases, type UseCases } from '../../support/contact-centre.ts';
import { type Attributes, attributes, changeByNextVersion, expectEveryEvent, itemOf } from './next-version.ts';
import { useTable } from './use-table.ts';

const agentsTable = useTable('agents');
const chatsTable = useTable('chats');

let instances = 0;
/** Each case has an instance of its own in the table. */
const anotherInstance = () => {
  instances += 1;
  return `instance-${instances}`;
};

/** Steps of this version; before some of them, at the same time, the next version changes the same aggregate. */
const anySteps = (commands: object) =>
  fc.array(fc.record({ command: fc.constantFrom(...Object.keys(commands)), isMet: fc.boolean() }), {
    minLength: 1,
    maxLength: 12,
  });

/** The next version's marks in an agent: in the profile, the session, its lease and a contact, and words of its own. */
function newerAgent({ pr, se }: Attributes, n: number): Attributes {
  const { ls, ...session } = attributes(se);
  const newer = { ...session, ty: 'TRAINING', zz: n, co: [[`new-${n}`, 'EMAIL', someDay, 0, n]] };
  return {
    pr: { ...attributes(pr), zz: n },
    ...(se !== undefined && { se: { ...newer, ...(ls !== undefined && { ls: { ...attributes(ls), zz: n } }) } }),
  };
}

const ann: AgentKey = { instanceId: 'demo', agentId: 'ann' };
const everyAgent = { agentIds: ['ann', 'ben'], teamIds: ['t1'], ipRanges: [] };

/** What functions of this version do to agents. */
const agentCommands: Record<string, (useCases: UseCases, instanceId: string, n: number) => Promise<unknown>> = {
  signIn: ({ signIn }, instanceId) =>
    signIn(
      { ...ann, instanceId },
      { status: 'a', statusType: 'CUSTOM', ipAddress: anAddress('10.0.0.1'), takeOver: true, leaseSeconds: 60 },
    ),
  changeStatus: ({ changeStatus }, instanceId, n) =>
    changeStatus({ ...ann, instanceId }, { status: `status ${n}`, statusType: 'CUSTOM' }),
  putProfile: ({ putProfile }, instanceId, n) =>
    putProfile({ ...ann, instanceId }, { name: `Ann ${n}`, email: 'a@example.com', agentNumber: '1', teamIds: ['t1'] }),
  beginContact: ({ beginContact }, instanceId, n) =>
    beginContact({ ...ann, instanceId }, { contactId: `c${n}`, channel: 'VOICE' }),
  forceOut: ({ forceLogouts }, instanceId) =>
    forceLogouts(instanceId, everyAgent, { timing: 'afterContact', order: { requestedBy: 'supervisor' } }),
  list: ({ listAgents }, instanceId) => listAgents(instanceId, { teamId: 't1' }, { limit: 10 }),
  wake: ({ wakeAgent }, instanceId) => wakeAgent({ ...ann, instanceId }),
};

test('while two versions change an agent in any order, nothing of either is lost and no neighbour notices', async () => {
  await fc.assert(
    fc.asyncProperty(anySteps(agentCommands), async (steps) => {
      const instanceId = anotherInstance();
      const agents = makeDynamoAgentStore(agentsTable);
      const { bus, ...ports } = await aContactCentre([]);
      const faults: unknown[] = [];
      const report = (_: string, error: unknown) => void faults.push(error);
      const directory = makeDynamoAgentDirectory(agentsTable, { report });
      const useCases = makeUseCases({ ...ports, bus, agents, directory, report });
      for (const agentId of ['ann', 'ben']) {
        await agents.save(stored(anAgent({ instanceId, agentId, teamIds: ['t1'] })), undefined);
      }

      const key = agentKey(instanceId, 'ann');
      const newer: number[] = [];
      for (const [n, { command, isMet }] of steps.entries()) {
        const next = isMet && changeByNextVersion(agentsTable, key, n, (item) => newerAgent(item, n));
        await Promise.all([agentCommands[command]?.(useCases, instanceId, n), next]);
        if (isMet) newer.push(n);
      }
      await useCases.wakeAgent({ ...ann, instanceId });

      expect(faults).toEqual([]);
      const { pr, ob, zz } = await itemOf(agentsTable, key);
      expect([zz, attributes(pr).zz]).toEqual([newer.at(-1), newer.at(-1)]);
      expect(ob).toBeUndefined();
      expectEveryEvent(bus.published(), newer);
      const { agents: found, unreadable } = await directory.find(instanceId, ['ann', 'ben']);
      expect([found.length, unreadable]).toEqual([2, []]);
    }),
    { numRuns: randomRuns(100) },
  );
});

/** The next version's marks in a chat: in a participant, in both configurations, and words of its own. */
function newerChat({ pa, st, ac }: Attributes, n: number): Attributes {
  const { customer, ...others } = attributes(pa);
  return {
    pa: { ...others, customer: { ...attributes(customer), zz: n } },
    st: [...Object.values(attributes(st)).slice(0, 4), n],
    ...(ac !== undefined && { ac: [...Object.values(attributes(ac)).slice(0, 4), n] }),
    wb: 'somebodyElse',
  };
}

/** What functions of this version do to chats. */
const chatCommands: Record<string, (useCases: ChatUseCases, key: ChatKey, n: number) => Promise<unknown>> = {
  join: ({ joinChat }, key, n) => joinChat(key, { participantId: `p${n}`, displayName: 'Luke', role: 'AGENT' }),
  write: ({ sendMessage }, key, n) =>
    sendMessage(key, 'customer', { clientToken: `m${n}`, content: 'Hello', contentType: 'text/plain' }),
  connect: ({ connectParticipant }, key, n) =>
    connectParticipant({ ...key, participantId: 'customer', connectionId: `s${n}` }, 'welcome'),
  configure: ({ configureTimers }, key, n) => configureTimers(key, [{ role: 'CUSTOMER', type: 'IDLE', value: 2 + n }]),
  moveFlow: ({ moveFlow }, key) => moveFlow(key, { disconnectFlow: 'survey' }),
  wake: ({ wakeChat }, key) => wakeChat(key),
};

test('while two versions change a chat in any order, nothing of either is lost', async () => {
  await fc.assert(
    fc.asyncProperty(anySteps(chatCommands), async (steps) => {
      const instanceId = anotherInstance();
      const time = { now: someDay };
      const { bus, ...ports } = memoryChatPorts({ now: () => time.now });
      const useCases = makeChatUseCases({ ...ports, bus, chats: makeDynamoChatStore(chatsTable) });
      const key: ChatKey = { instanceId, contactId: 'c1' };
      await useCases.startChat(key, { customer: { participantId: 'customer', displayName: 'Ann' } });

      const itemKey = chatItemKey(instanceId, 'c1');
      const newer: number[] = [];
      for (const [n, { command, isMet }] of steps.entries()) {
        time.now += 1_000;
        const next = isMet && changeByNextVersion(chatsTable, itemKey, n, (item) => newerChat(item, n));
        await Promise.all([chatCommands[command]?.(useCases, key, n), next]);
        if (isMet) newer.push(n);
      }
      await useCases.wakeChat(key);

      expect(ports.reports).toEqual([]);
      const { pa, st, ob, zz } = await itemOf(chatsTable, itemKey);
      expect([zz, attributes(attributes(pa).customer).zz, attributes(st)[4]]).toEqual(Array(3).fill(newer.at(-1)));
      expect(ob).toBeUndefined();
      expectEveryEvent(bus.published(), newer);
    }),
    { numRuns: randomRuns(100) },
  );
});
