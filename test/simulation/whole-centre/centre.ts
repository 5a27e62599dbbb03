import { makeMemoryWakeUpBuckets } from '#adapters/memory/wake-ups.ts';
import { type AgentClientUseCases, makeAgentClientUseCases } from '#core/agent-clients/use-cases.ts';
import type { Agent } from '#core/agents/agent.ts';
import { type AgentUseCases, makeAgentUseCases } from '#core/agents/use-cases.ts';
import { type ChatUseCases, makeChatUseCases } from '#core/chats/use-cases.ts';
import type { LogoutMessage } from '#core/forced-logouts/ports.ts';
import { type ForcedLogoutUseCases, makeForcedLogoutUseCases } from '#core/forced-logouts/use-cases.ts';
import { days, type Instant, minutes } from '#core/instant.ts';
import type { Clock, Sockets } from '#core/ports.ts';
import { makeSessionRightsUseCases, type SessionRightsUseCases } from '#core/session-rights/use-cases.ts';
import type { WakeUp, WakeUpQueue } from '#core/wake-ups/ports.ts';
import { makeWakeUps } from '#core/wake-ups/schedule.ts';
import { makeWakeUpUseCases, type WakeUpUseCases } from '#core/wake-ups/use-cases.ts';
import { someDay } from '#test/support/agents.ts';
import { memoryChatPorts } from '#test/support/chat-room.ts';
import { memoryPorts } from '#test/support/contact-centre.ts';
import type { ChatAction } from '../chat-command.ts';
import { settingsAt } from '../chat-command.ts';
import { SlowTime } from '../virtual-time.ts';
import { earlyOrLate } from '../wake-up-queue.ts';
import type { Mishaps } from './mishaps.ts';
import { ObservedChats } from './observed-chats.ts';
import { FunctionProcess, isPlanned } from './process.ts';
import { RedeliveringQueue } from './redelivering-queue.ts';

/** WebSockets that are never gone. */
const sockets: Sockets = {
  send: async () => [],
  deliver: async () => ({ gone: [], unreached: [] }),
  close: async () => [],
};

/** The life of a chat is short, so that a run sees its end. */
const chatDays = 0.1;

/** More agents than are logged out within a request are planned in pages of so many. */
const agentsPerPage = 20;

export type Centre = Awaited<ReturnType<typeof openCentre>>;

/** Everything that can be done in the centre. */
export interface CentreUseCases
  extends AgentUseCases,
    ForcedLogoutUseCases,
    SessionRightsUseCases,
    AgentClientUseCases,
    WakeUpUseCases {
  readonly chats: ChatUseCases;
}

/** A whole contact centre on virtual time: agents, jobs and chats with one queue of wake-ups. Each request and message is a process. */
export async function openCentre(staff: readonly Agent[], mishaps: Mishaps) {
  const time = new SlowTime(someDay);
  const ports = await memoryPorts(staff, time, mishaps.indexLag());
  const chatPorts = memoryChatPorts(time);
  const buckets = makeMemoryWakeUpBuckets();
  const violations: unknown[] = [];
  const observed = new ObservedChats(chatPorts.chats, { lifeEndsAfter: days(chatDays), violations });
  const onFailure = (error: unknown) => void (isPlanned(error) || violations.push(error));

  const wakeUpMessages = new RedeliveringQueue<WakeUp>({
    time,
    attempts: 60,
    consume: (wakeUp) => invoke(({ wake }) => wake(wakeUp), { type: 'wakeUp' }),
    onFailure,
  });
  const logoutMessages = new RedeliveringQueue<LogoutMessage>({
    time,
    attempts: 5,
    consume: (message, delivery) => invoke(({ workLogout }) => workLogout(message, delivery)),
    onFailure,
  });
  const wakeUpQueue: WakeUpQueue = {
    async send(wakeUps) {
      for (const wakeUp of wakeUps) {
        const at = Math.max(wakeUp.at, time.now());
        const rounded = at + earlyOrLate(at - time.now());
        for (const delay of mishaps.wakeUpDelays()) wakeUpMessages.deliverAt(rounded + delay, wakeUp);
      }
    },
  };
  const logoutQueue = {
    async send(messages: readonly LogoutMessage[], notBefore: Instant = 0) {
      const at = Math.max(time.now(), notBefore);
      for (const message of messages) {
        for (const delay of mishaps.messageDelays()) logoutMessages.deliverAt(at + delay, message);
      }
    },
  };

  /** The use cases of one process, on the ports as it reaches them. */
  function useCasesOf(process: FunctionProcess, action: ChatAction): CentreUseCases {
    const connect = <Port extends object>(port: Port) => process.connect(port);
    let decidedAt = time.now();
    const chatClock: Clock = { now: () => (decidedAt = time.now()) };
    const queue = oneByOne(connect(wakeUpQueue));
    const near = { set: (wakeUp: WakeUp) => queue.send([wakeUp]) };
    const pauses = { chance: mishaps.chance, wait: (duration: number) => time.pause(duration) };
    const connected = {
      ...ports,
      pauses,
      sockets,
      agents: connect(ports.agents),
      directory: connect(ports.directory),
      jobs: connect(ports.jobs),
      plan: connect(ports.plan),
      receipts: connect(ports.receipts),
      bus: connect(ports.bus),
      wakeUps: near,
      queue: oneByOne(connect(logoutQueue)),
    };
    const agents = makeAgentUseCases(connected);
    const logouts = makeForcedLogoutUseCases(connected, agents, { agentsPerPage });
    const rights = makeSessionRightsUseCases(connected, agents);
    const chats = makeChatUseCases({
      ...chatPorts,
      pauses,
      chatDays: () => chatDays,
      sockets,
      chats: connect(observed.store(action, () => decidedAt)),
      chatSettings: connect({ ...chatPorts.chatSettings, load: async () => settingsAt(action) }),
      bus: connect(chatPorts.bus),
      wakeUps: makeWakeUps({ buckets: connect(buckets), queue, clock: time }),
      clock: chatClock,
    });
    const wakeUps = makeWakeUpUseCases(
      { buckets: connect(buckets), queue, clock: time, until: (instant) => time.pause(instant - time.now()) },
      {
        agent: agents.wakeAgent,
        job: logouts.wakeJob,
        chat: chats.wakeChat,
        schedule: () => Promise.reject(new Error('There are no schedules here')),
      },
    );
    const clients = makeAgentClientUseCases(connected, { ...agents, ...rights });
    return { ...agents, ...logouts, ...rights, ...clients, ...wakeUps, chats };
  }

  /** Does work in a process of its own. @throws PlannedError when something planned has gone wrong with it */
  async function invoke<Result>(
    work: (useCases: CentreUseCases) => Promise<Result>,
    action: ChatAction = { type: 'wakeUp' },
  ): Promise<Result> {
    const process = new FunctionProcess(mishaps, time);
    try {
      return await process.run(async () => work(useCasesOf(process, action)));
    } catch (error) {
      onFailure(error);
      throw error;
    }
  }

  return {
    ...ports,
    time,
    mishaps,
    violations,
    observed,
    chatBus: chatPorts.bus,
    wakeUpMessages,
    logoutMessages,
    invoke,
    /** Sweeps each minute from now on, for as long as the time is advanced. */
    sweepEachMinute(): void {
      time.at(time.now() + minutes(1), async () => {
        this.sweepEachMinute();
        const sweeps = mishaps.sweeps();
        for (let n = 0; n < sweeps; n += 1) void invoke(({ sweep }) => sweep()).catch(() => undefined);
      });
    },
  };
}

/** One call for each message, so that a process can be killed when only some of them are accepted. */
const oneByOne = <Message>(queue: { send(messages: readonly Message[], notBefore?: Instant): Promise<void> }) => ({
  async send(messages: readonly Message[], notBefore?: Instant) {
    for (const message of messages) await queue.send([message], notBefore);
  },
});
