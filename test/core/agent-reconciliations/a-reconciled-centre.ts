import { makeReconciliationUseCases } from '#core/agent-reconciliations/use-cases.ts';
import type { AgentKey } from '#core/agents/agent.ts';
import { makeAgentUseCases } from '#core/agents/use-cases.ts';
import { seconds } from '#core/instant.ts';
import { Faults, Invocation } from '#test/simulation/invocation.ts';
import { someDay } from '#test/support/agents.ts';
import { memoryPorts } from '#test/support/contact-centre.ts';
import { makeOwningBackend } from '#test/support/owning-backend.ts';

export const demo = { instanceId: 'demo' };
export const keyOf = (agentId: string): AgentKey => ({ ...demo, agentId });

/** An instance whose agents another contact centre owns, which is followed by events that may miss something. */
export async function aReconciledCentre({ isFollowed = true } = {}) {
  const time = { at: someDay };
  const clock = { now: () => time.at };
  const memory = await memoryPorts([], clock);
  const { backend, ...owner } = makeOwningBackend({ clock });
  const backends = (instanceId: string) => (instanceId === demo.instanceId ? backend : undefined);

  /** One function, in a process of its own. */
  function invocation(faults = new Faults()) {
    const process = new Invocation(faults);
    const connect = <Port extends object>(port: Port) => process.connect(port);
    const ports = {
      ...memory,
      backends,
      agents: connect(memory.agents),
      directory: connect(memory.directory),
      bus: connect(memory.bus),
      wakeUps: connect(memory.wakeUps),
      isFollowed: () => isFollowed,
    };
    const useCases = makeReconciliationUseCases(
      {
        ...ports,
        reconciliations: connect(memory.reconciliations),
        bus: connect(memory.reconciliationBus),
      },
      makeAgentUseCases(ports),
    );
    return { ...useCases, run: <Result>(work: () => Promise<Result>) => process.run(work) };
  }

  const published = () => memory.reconciliationBus.published();
  return {
    ...owner,
    backend,
    time,
    invocation,
    wakeUps: memory.wakeUps,
    reconciliations: memory.reconciliations,
    ...invocation(),
    /** A look at everybody, some seconds after the last thing that happened. */
    async look(): Promise<void> {
      time.at += seconds(10);
      await invocation().lookAtEverybody(demo);
    },
    /** What the bus was told, each event once. */
    events: () => [...new Map(published().map(({ eventId, fact }) => [eventId, fact])).values()],
    statusOf: async (agentId: string) => (await memory.agents.load(keyOf(agentId)))?.state.session?.status,
  };
}
