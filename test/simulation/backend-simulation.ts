import type { Backend, ObservedContact } from '#core/agents/backend.ts';
import type { TeamRules } from '#core/agents/rules/team-rules.ts';
import { BackendError } from '#core/backend-calls.ts';
import { minutes } from '#core/instant.ts';
import { anAgent, someDay } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts, type UseCases } from '#test/support/contact-centre.ts';
import { agentIds } from '#test/support/logout-jobs.ts';
import { makeOwningBackend } from '#test/support/owning-backend.ts';
import { makeConnectedQueues } from './connected-queues.ts';
import { type Faults, FaultyCallError, Invocation } from './invocation.ts';
import { Random } from './random.ts';
import { SlowTime } from './virtual-time.ts';

interface Setting {
  readonly agents: number;
  readonly faults: Faults;
  /** Decides how late, how often and in which order messages are delivered. */
  readonly seed?: number;
  /** How many milliseconds late the backend shows what is. @default 0 */
  readonly lag?: number;
  /** The rules of the team of all agents. @default - they are in no team */
  readonly rules?: TeamRules;
}

export type BackendSimulation = Awaited<ReturnType<typeof simulateBackend>>;

/** The chat of an agent; every second one has one. */
export const chatOf = (n: number) => (n % 2 === 0 ? undefined : `chat-${n}`);

/** What each agent handles: nothing, or a chat beside a call that was missed. */
function contactsOf(n: number): readonly Partial<ObservedContact>[] {
  const contactId = chatOf(n);
  return contactId === undefined
    ? []
    : [
        { contactId, channel: 'CHAT' },
        { contactId: `missed-${n}`, phase: 'missed' },
      ];
}

/**
 * A backend whose agents work, with Lastcall and its queues in front of it on virtual time. Every request and message is an
 * invocation, and every call of it may fail, those to the backend included.
 */
export async function simulateBackend({ agents, faults, seed = 1, lag = 0, rules }: Setting) {
  const time = new SlowTime(someDay);
  const random = new Random(seed);
  const owner = makeOwningBackend({ clock: time, lag });
  const ids = agentIds(agents);
  for (const [n, agentId] of ids.entries()) owner.works({ instanceId: 'demo', agentId }, contactsOf(n));
  const staff = rules ? ids.map((agentId) => anAgent({ agentId, teamIds: [rules.teamId] })) : [];
  const ports = await memoryPorts(staff, time);
  if (rules) await ports.teamRules.save('demo', rules);
  const pauses = { chance: () => 0, wait: (milliseconds: number) => time.pause(milliseconds) };
  const { jobQueue, wakeUpQueue, connectedTo } = makeConnectedQueues({ time, random, invoke });

  function useCasesOf(invocation: Invocation): UseCases {
    const backend = throughBackend(invocation, owner.backend);
    return makeUseCases({
      ...ports,
      pauses,
      backends: () => backend,
      agents: invocation.connect(ports.agents),
      teamRules: invocation.connect(ports.teamRules),
      jobs: invocation.connect(ports.jobs),
      plan: invocation.connect(ports.plan),
      receipts: invocation.connect(ports.receipts),
      bus: invocation.connect(ports.bus),
      ...connectedTo(invocation),
    });
  }

  async function invoke<Result>(work: (useCases: UseCases) => Promise<Result>): Promise<Result> {
    const invocation = new Invocation(faults);
    return invocation.run(() => work(useCasesOf(invocation)));
  }

  return {
    ...ports,
    ...owner,
    ids,
    time,
    invoke,
    undelivered: () => [...jobQueue.deadLetters, ...wakeUpQueue.deadLetters],
    /** Runs until nothing is left to do. */
    settle: () => time.runUntil(time.now() + minutes(90)),
  };
}

/** The slow agents of a backend make chunks of three. */
const pace = { perSecond: 0.75, atOnce: 4 };

/** The backend as an invocation calls it. */
function throughBackend(
  invocation: Invocation,
  { observe, goOffline, stopContact, clearContact, ...rest }: Backend,
): Backend {
  const connected = invocation.connect({ observe, goOffline, stopContact, clearContact });
  const known = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
    try {
      return await call;
    } catch (error) {
      if (error instanceof FaultyCallError) throw new BackendError('unavailable', error.message, error);
      throw error;
    }
  };
  return {
    ...rest,
    pace,
    observe: (...call) => known(connected.observe(...call)),
    goOffline: (...call) => known(connected.goOffline(...call)),
    stopContact: (...call) => known(connected.stopContact(...call)),
    clearContact: (...call) => known(connected.clearContact(...call)),
  };
}
