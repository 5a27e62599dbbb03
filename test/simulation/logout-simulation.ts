import { makeMemoryIdempotencyRecords } from '#adapters/memory/access.ts';
import { type AnswerOnce, makeAnswerOnce } from '#core/access/idempotency.ts';
import type { Agent } from '#core/agents/agent.ts';
import type { AgentDirectory } from '#core/agents/ports.ts';
import { someDay } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts, type UseCases } from '#test/support/contact-centre.ts';
import { makeConnectedQueues } from './connected-queues.ts';
import { Faults, Invocation } from './invocation.ts';
import { Random } from './random.ts';
import { VirtualTime } from './virtual-time.ts';

interface Setting {
  readonly staff: readonly Agent[];
  readonly agentsPerPage: number;
  /** Decides how late, how often and in which order messages are delivered. */
  readonly seed?: number;
  readonly faults?: Faults;
  /** How many milliseconds the directory is late. @default 1500 */
  readonly indexLag?: number;
  /** An agent whose item can never be saved. */
  readonly brokenAgentId?: string;
  /** A team that can never be looked up. */
  readonly brokenTeamId?: string;
}

type SimulatedUseCases = UseCases & { readonly answerOnce: AnswerOnce };

export type LogoutSimulation = Awaited<ReturnType<typeof simulateLogouts>>;

/** A contact centre with its queues and wake-ups on virtual time. Every request and message is an invocation that can be killed. */
export async function simulateLogouts({
  staff,
  agentsPerPage,
  seed = 1,
  faults = new Faults(),
  indexLag = 1_500,
  brokenAgentId,
  brokenTeamId,
}: Setting) {
  const plans = { faults };
  const time = new VirtualTime(someDay);
  const random = new Random(seed);
  const ports = await memoryPorts(staff, time, indexLag);
  const records = makeMemoryIdempotencyRecords();
  const { jobQueue, connectedTo } = makeConnectedQueues({ time, random, invoke: (work) => invoke(work) });
  const directory: AgentDirectory = {
    ...ports.directory,
    async signedIn(instanceId, group, page) {
      if ('teamId' in group && group.teamId === brokenTeamId) throw new Error('This team cannot be read');
      return ports.directory.signedIn(instanceId, group, page);
    },
  };
  const agents = {
    ...ports.agents,
    async save(...[next, previous]: Parameters<typeof ports.agents.save>) {
      if (next.state.agentId === brokenAgentId) throw new Error('This item cannot be saved');
      await ports.agents.save(next, previous);
    },
  };

  function useCasesOf(invocation: Invocation): SimulatedUseCases {
    const connected = {
      ...ports,
      agents: invocation.connect(agents),
      directory: invocation.connect(directory),
      jobs: invocation.connect(ports.jobs),
      plan: invocation.connect(ports.plan),
      receipts: invocation.connect(ports.receipts),
      bus: invocation.connect(ports.bus),
      schedules: invocation.connect(ports.schedules),
      scheduleBus: invocation.connect(ports.scheduleBus),
      ...connectedTo(invocation),
    };
    const answerOnce = makeAnswerOnce({
      ...connected,
      records: invocation.connect(records),
      fingerprint: (text) => text,
    });
    return { ...makeUseCases(connected, { agentsPerPage }), answerOnce };
  }

  /** Does work in an invocation of its own, in which calls fail as planned. */
  async function invoke<Result>(
    work: (useCases: SimulatedUseCases) => Promise<Result>,
    plan = plans.faults,
  ): Promise<Result> {
    const invocation = new Invocation(plan);
    return invocation.run(() => work(useCasesOf(invocation)));
  }

  return {
    ...ports,
    time,
    /** From now on calls fail as planned here. */
    breakFrom(from: Faults): void {
      plans.faults = from;
    },
    invoke,
    invokeWithoutFaults: <Result>(work: (useCases: SimulatedUseCases) => Promise<Result>) => invoke(work, new Faults()),
    /** Runs until nothing is left to do. Dead letters are sent again, as an operator would do. */
    async settle(): Promise<void> {
      await time.runToEnd();
      for (let redrives = 0; jobQueue.deadLetters.length > 0 && redrives < 3; redrives += 1) {
        await jobQueue.send(jobQueue.deadLetters.splice(0));
        await time.runToEnd();
      }
    },
  };
}
