import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { Agent } from '#core/sessions/agent.ts';
import type { SessionsEvent } from '#core/sessions/events.ts';
import { eachEventOnce } from '#test/simulation/each-event-once.ts';
import { intercept } from '#test/simulation/intercept.ts';
import { memoryCentre } from '#test/simulation/memory-centre.ts';
import { makeUseCases, type UseCases } from '#test/simulation/use-cases.ts';

/** The agent who is raced for. */
export const key = { instanceId: 'demo', agentId: 'ann' };

export type Deed = (commitAgent: UseCases['commitAgent']) => Promise<{ readonly type: string }>;
interface Truth {
  readonly agent: Agent | undefined;
  /** What became of each deed. */
  readonly outcomes: readonly string[];
  /** Each event once, in the order of its number. */
  readonly facts: readonly SessionsEvent[];
}

/** Does everything at once, in every order of steps that chance finds, and looks at what came of it. */
export async function race(agent: Agent, deeds: readonly Deed[], look: (truth: Truth) => void) {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (s) => {
      const centre = await memoryCentre([agent]);
      const slow = <Port extends object>(port: Port) =>
        intercept(port, (method, call) => s.schedule(Promise.resolve(), method).then(call));
      const { commitAgent } = makeUseCases({
        ...centre,
        agents: slow(centre.agents),
        alarms: slow(centre.alarms),
        publisher: slow(centre.publisher),
      });
      const outcomes = await s.waitFor(Promise.all(deeds.map((deed) => deed(commitAgent))));
      const stored = await centre.agents.load(key);
      const events = eachEventOnce(centre.publisher.published());
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
      expect(stored).toMatchObject({ sequence: events.length, outbox: [] });
      const facts = events.map(({ fact }) => fact);
      look({ agent: stored?.state, outcomes: outcomes.map(({ type }) => type), facts });
    }),
  );
}

/** The sessions that have ended, as often as it was told. */
export const endedSessions = (facts: readonly SessionsEvent[]) =>
  facts.flatMap((fact) => (fact.type === 'AgentLoggedOut' ? [fact.sessionId] : []));
