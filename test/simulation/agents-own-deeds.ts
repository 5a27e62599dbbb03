import fc from 'fast-check';
import type { Decision } from '#core/commit.ts';
import { type Instant, seconds } from '#core/instant.ts';
import type { Agent } from '#core/sessions/agent.ts';
import type { AgentEvent } from '#core/sessions/events.ts';
import { beginContact, endContact, signIn, signOut } from '#core/sessions/presence.ts';
import { anAddress } from '#test/support/agents.ts';
import { agentIds } from '#test/support/logout-jobs.ts';
import type { LogoutSimulation } from './logout-simulation.ts';

/** Something that an agent does unasked. */
export interface Deed {
  readonly afterSeconds: number;
  readonly agentId: string;
  readonly does: 'leaves' | 'signsIn' | 'takesOver' | 'beginsContact' | 'endsContact';
}

/** What agents do while a job runs and some minutes longer: its chunks are redelivered after three minutes. */
export const anyDeeds = (agents: number): fc.Arbitrary<readonly Deed[]> =>
  fc.array(
    fc.record({
      afterSeconds: fc.nat(600),
      agentId: fc.constantFrom(...agentIds(agents)),
      does: fc.constantFrom('leaves', 'signsIn', 'takesOver', 'beginsContact', 'endsContact'),
    }),
    { maxLength: 60, size: 'max' },
  );

/** Has an agent do so in time. */
export function schedule({ time, inSafety }: LogoutSimulation, deed: Deed, nth: number): void {
  const key = { instanceId: 'demo', agentId: deed.agentId };
  time.at(time.now() + seconds(deed.afterSeconds), () =>
    inSafety(async ({ commitAgent }) => {
      await commitAgent(key, (agent, now) => decide(agent, { ...deed, nth }, now), 'caller');
    }),
  );
}

function decide(
  agent: Agent | undefined,
  { agentId, does, nth }: Deed & { readonly nth: number },
  now: Instant,
): Decision<Agent | undefined, AgentEvent, unknown> {
  const arrival = {
    sessionId: `${agentId}/${nth + 1}`,
    status: 'Available',
    statusType: 'ROUTABLE',
    ipAddress: anAddress('10.0.0.1'),
  } as const;
  switch (does) {
    case 'leaves':
      return signOut(agent);
    case 'signsIn':
      return signIn(agent, { ...arrival, takeOver: false }, now);
    case 'takesOver':
      return signIn(agent, { ...arrival, takeOver: true }, now);
    case 'beginsContact':
      return beginContact(agent, { contactId: `c${nth}`, channel: 'CHAT' }, now);
    case 'endsContact':
      return endContact(agent, agent?.session?.contacts[0]?.contactId ?? 'none', now);
  }
}
