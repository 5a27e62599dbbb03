import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { Agent } from '#core/agents/agent.ts';
import type { ChangeAgent } from '#core/agents/change-agent.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import type { JobEvent } from '#core/forced-logouts/events.ts';
import { ann } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { eachEventOnce } from '#test/support/published-events.ts';

/** One of several simultaneous changes of Ann. */
export type Racer = (changeAgent: ChangeAgent) => Promise<{ readonly type: string }>;

interface RaceResult {
  readonly agent: Agent | undefined;
  /** The outcome of each change. */
  readonly outcomes: readonly string[];
  /** Each event once, in the order of its number. */
  readonly facts: readonly (AgentEvent | JobEvent)[];
}

/** Runs changes of Ann at the same time, with their calls in any order, and checks the result. */
export async function race(agent: Agent, racers: readonly Racer[], check: (result: RaceResult) => void) {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (s) => {
      const ports = await memoryPorts([agent]);
      const scheduled = <Port extends object>(port: Port) =>
        intercept(port, (method, call) => s.schedule(Promise.resolve(), method).then(call));
      const { changeAgent } = makeUseCases({
        ...ports,
        agents: scheduled(ports.agents),
        wakeUps: scheduled(ports.wakeUps),
        bus: scheduled(ports.bus),
      });
      const outcomes = await s.waitFor(Promise.all(racers.map((racer) => racer(changeAgent))));
      const stored = await ports.agents.load(ann);
      const events = eachEventOnce(ports.bus.published());
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
      expect(stored).toMatchObject({ sequence: events.length, outbox: [] });
      const facts = events.map(({ fact }) => fact);
      check({ agent: stored?.state, outcomes: outcomes.map(({ type }) => type), facts });
    }),
  );
}
