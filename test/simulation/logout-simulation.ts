import type { Alarm } from '#core/alarms/ports.ts';
import type { Agent } from '#core/sessions/agent.ts';
import type { AgentDirectory, LogoutMessage } from '#core/sessions/ports.ts';
import { someDay } from '#test/support/agents.ts';
import { AtLeastOnceQueue } from './at-least-once-queue.ts';
import { memoryCentre } from './memory-centre.ts';
import { Faults, ProcessLife } from './process-life.ts';
import { Random } from './random.ts';
import { makeUseCases, type SessionsPorts, type UseCases } from './use-cases.ts';
import { VirtualTime } from './virtual-time.ts';

interface Setting {
  readonly staff: readonly Agent[];
  readonly agentsPerPage: number;
  /** Decides how late, how often and in which order messages come. */
  readonly seed?: number;
  readonly faults?: Faults;
  /** An agent whose item can never be saved. */
  readonly brokenAgentId?: string;
  /** A team that can never be looked up. */
  readonly brokenTeamId?: string;
}

export type LogoutSimulation = Awaited<ReturnType<typeof simulateLogouts>>;

/** A contact centre with its queues and alarms on virtual time, in which every deed is a process that can be killed. */
export async function simulateLogouts({
  staff,
  agentsPerPage,
  seed = 1,
  brokenAgentId,
  brokenTeamId,
  ...setting
}: Setting) {
  const { faults = new Faults() } = setting;
  const time = new VirtualTime(someDay);
  const random = new Random(seed);
  const centre = await memoryCentre(staff);
  const jobQueue = new AtLeastOnceQueue<LogoutMessage>({
    time,
    random,
    consume: (message, attempt) => inProcess(({ workLogout }) => workLogout(message, { attempt })),
  });
  const alarmQueue = new AtLeastOnceQueue<Alarm>({
    time,
    random,
    consume: (alarm) => inProcess(({ ring }) => ring(alarm)),
  });
  const directory: AgentDirectory = {
    ...centre.directory,
    async signedIn(instanceId, group, page) {
      if ('teamId' in group && group.teamId === brokenTeamId) throw new Error('This team cannot be read');
      return centre.directory.signedIn(instanceId, group, page);
    },
  };
  const agents = {
    ...centre.agents,
    async save(...[next, previous]: Parameters<typeof centre.agents.save>) {
      if (next.state.agentId === brokenAgentId) throw new Error('This item cannot be saved');
      await centre.agents.save(next, previous);
    },
  };
  const alarms = { set: async (alarm: Alarm) => alarmQueue.deliverAt(alarm.at, alarm) };

  function portsOf(life: ProcessLife): SessionsPorts {
    const queue = life.connect(jobQueue);
    return {
      ...centre,
      agents: life.connect(agents),
      directory: life.connect(directory),
      jobs: life.connect(centre.jobs),
      plan: life.connect(centre.plan),
      receipts: life.connect(centre.receipts),
      publisher: life.connect(centre.publisher),
      alarms: life.connect(alarms),
      // One call for each message, so that a process can be killed when only some of them are accepted.
      queue: {
        async send(messages) {
          for (const message of messages) await queue.send([message]);
        },
      },
      clock: time,
    };
  }

  /** Does something in a process of its own, in which calls go wrong as planned. */
  async function inProcess<Result>(deed: (useCases: UseCases) => Promise<Result>, plan = faults): Promise<Result> {
    const life = new ProcessLife(plan);
    return life.run(() => deed(makeUseCases(portsOf(life), agentsPerPage)));
  }

  return {
    ...centre,
    time,
    random,
    inProcess,
    /** Does something in which nothing goes wrong. */
    inSafety: <Result>(deed: (useCases: UseCases) => Promise<Result>) => inProcess(deed, new Faults()),
    /** Lets everything come to rest; what was put aside as undeliverable is sent off again, as an operator would. */
    async settle(): Promise<void> {
      await time.runToEnd();
      for (let redrives = 0; jobQueue.deadLetters.length > 0 && redrives < 3; redrives += 1) {
        await jobQueue.send(jobQueue.deadLetters.splice(0));
        await time.runToEnd();
      }
    },
  };
}
