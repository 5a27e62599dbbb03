import { callLimits } from '#adapters/call-limits.ts';
import { makeMemoryStreamingEndpoints, makeMemoryStreamQueue } from '#adapters/memory/streaming.ts';
import { makeAgentClientUseCases } from '#core/agent-clients/use-cases.ts';
import { makeAgentUseCases } from '#core/agents/use-cases.ts';
import { makeChatUseCases } from '#core/chats/use-cases.ts';
import { makeForcedLogoutUseCases } from '#core/forced-logouts/use-cases.ts';
import { seconds } from '#core/instant.ts';
import { makeSessionRightsUseCases } from '#core/session-rights/use-cases.ts';
import { makeStreamingUseCases } from '#core/streaming/use-cases.ts';
import { someDay } from '#test/support/agents.ts';
import { memoryChatPorts } from '#test/support/chat-room.ts';
import { chatKey } from '#test/support/chats.ts';
import { annSignedIn, memoryPorts } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { anEndpoint } from '#test/support/streaming.ts';
import { SlowTime } from './virtual-time.ts';

/** What a function depends on, with the time limits of its calls. */
const limits = {
  agents: callLimits.dynamodb,
  chats: callLimits.dynamodb,
  transcripts: callLimits.dynamodb,
  settings: callLimits.dynamodb,
  limits: callLimits.dynamodb,
  wakeUpQueue: callLimits.sqs,
  bus: callLimits.eventBridge,
  sockets: callLimits.sockets,
  webhook: callLimits.webhook,
} as const;
type Dependency = keyof typeof limits;
export const dependencies = Object.keys(limits) as Dependency[];

/** How a dependency goes wrong: `answers half` lets every second call through. */
export const faults = ['refuses', 'hangs', 'answers late', 'answers half'] as const;
type Fault = (typeof faults)[number];

/** A contact centre with an agent and a chat, each with a WebSocket, whose calls go wrong as the test says. */
export async function aWorld() {
  const time = new SlowTime(someDay);
  const broken: { dependency?: Dependency; fault?: Fault } = {};
  let calls = 0;
  /** The port as an adapter behind its time limits: what is not answered fails when the time is over. */
  const of = <Port extends object>(dependency: Dependency, port: Port): Port =>
    intercept(port, async (_, call) => {
      await time.pause(5);
      if (broken.dependency !== dependency) return call();
      calls += 1;
      const { wholeMilliseconds } = limits[dependency];
      // A WebSocket that was not reached is reported by its adapter, which fails nothing.
      const failed = (why: string) => (dependency === 'sockets' ? [] : Promise.reject(new Error(why)));
      switch (broken.fault) {
        case 'hangs':
          await time.pause(wholeMilliseconds);
          return failed('No answer');
        case 'answers late': {
          const late = await call();
          await time.pause(wholeMilliseconds);
          return dependency === 'sockets' ? late : failed('No answer');
        }
        case 'answers half':
          return calls % 2 === 0 ? call() : failed('refused');
        default:
          return failed('refused');
      }
    });

  const lease = { seconds: 120, lastSeenAt: someDay };
  const memory = await memoryPorts([annSignedIn({ lease, connections: ['desktop'] })], time);
  const chatMemory = { ...memoryChatPorts(time), sockets: memory.sockets, wakeUps: memory.wakeUps };
  const shared = {
    wakeUps: of('wakeUpQueue', memory.wakeUps),
    sockets: of('sockets', memory.sockets),
    pauses: { chance: () => 0.5, wait: (milliseconds: number) => time.pause(milliseconds) },
  };
  const ports = {
    ...memory,
    ...shared,
    agents: of('agents', memory.agents),
    directory: of('agents', memory.directory),
    agentSettings: of('settings', memory.agentSettings),
    bus: of('bus', memory.bus),
    admit: of('limits', { admit: memory.admit }).admit,
  };
  const chatPorts = {
    ...chatMemory,
    ...shared,
    chats: of('chats', chatMemory.chats),
    transcript: of('transcripts', chatMemory.transcript),
    chatSettings: of('settings', chatMemory.chatSettings),
    bus: of('bus', chatMemory.bus),
  };
  const agents = makeAgentUseCases(ports);
  const sessionRights = makeSessionRightsUseCases(ports, agents);
  const chats = makeChatUseCases(chatPorts);
  const delivered: string[] = [];
  const healthy = { send: async () => void delivered.push('healthy') };
  const theirs = of('webhook', { send: async () => void delivered.push('theirs') });
  const endpoints = makeMemoryStreamingEndpoints();
  for (const endpointId of ['healthy', 'theirs']) await endpoints.put(anEndpoint({ endpointId }));
  const streaming = makeStreamingUseCases(
    {
      endpoints: of('settings', endpoints),
      queue: makeMemoryStreamQueue(),
      sender: { send: (endpoint) => (endpoint.endpointId === 'healthy' ? healthy.send() : theirs.send()) },
      chats: chatPorts.chats,
      itemsOf: ({ eventId }) => [{ id: eventId, body: '{}' }],
    },
    chats,
  );

  // While everything works, the customer and an agent join the chat and connect, with timers that are due in two minutes.
  time.at(someDay, async () => {
    const customer = { participantId: 'customer', displayName: 'C' };
    await chats.startChat(chatKey, { customer });
    await chats.configureTimers(chatKey, [{ role: 'CUSTOMER', type: 'IDLE', value: 2 }]);
    await chats.joinChat(chatKey, { participantId: 'agent', displayName: 'A', role: 'AGENT' });
    for (const id of ['customer', 'agent']) {
      await chats.connectParticipant({ ...chatKey, participantId: id, connectionId: id }, 'welcome');
    }
  });
  await time.runUntil(someDay + seconds(30));

  return {
    ...memory,
    chatStore: chatMemory.chats,
    chatBus: chatMemory.bus,
    time,
    broken,
    delivered,
    agentUseCases: { ...agents, ...makeAgentClientUseCases(ports, { ...agents, ...sessionRights }) },
    logouts: { ...makeForcedLogoutUseCases(ports, agents), admit: ports.admit },
    chatUseCases: { ...chats, admit: ports.admit },
    streaming,
  };
}
export type World = Awaited<ReturnType<typeof aWorld>>;
