import fc from 'fast-check';
import type { Agent } from '#core/agents/agent.ts';
import { beginContact, endContact } from '#core/agents/contacts.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import { signIn, signOut } from '#core/agents/presence.ts';
import type { Decision } from '#core/change.ts';
import type { LogoutRequest } from '#core/forced-logouts/logout-job.ts';
import type { Selector } from '#core/forced-logouts/selector.ts';
import { type Instant, seconds } from '#core/instant.ts';
import { aContact, anAddress, anAgent, anOrder, aRange, aSession } from '#test/support/agents.ts';
import { agentIds } from '#test/support/logout-jobs.ts';
import type { LogoutSimulation } from './logout-simulation.ts';

const request: LogoutRequest = { timing: 'afterContact', order: anOrder({ reason: 'storm' }) };

/** Agents in two teams and in the range: some in several of these, some on a call, some signed out. */
export const aStaff = (size: number): readonly Agent[] =>
  agentIds(size).map((agentId, index) =>
    anAgent({
      agentId,
      teamIds: [...(index % 3 === 0 ? ['t1'] : []), ...(index % 4 < 2 ? ['t2'] : [])],
      ...(index % 7 !== 6 && {
        session: aSession({
          sessionId: `${agentId}/0`,
          ipAddress: anAddress(`10.0.${index % 2}.1`),
          contacts: index % 5 === 0 ? [aContact('c1')] : [],
        }),
      }),
    }),
  );

/** A few agents by id, one of them unknown, both teams and the range. */
export const selectorFor = (size: number): Selector => ({
  agentIds: ['nobody', ...agentIds(size).slice(-4)],
  teamIds: ['t1', 't2'],
  ipRanges: [aRange('10.0.1.0', '10.0.1.9')],
});

/** Starts the job as an API request does. The request may fail. */
export const start = ({ invoke }: LogoutSimulation, selector: Selector) =>
  invoke(({ startJob }) => startJob('demo', selector, request)).catch(() => undefined);

/** Agents who are signed out sign in from the range, a moment before the job is requested. */
export async function signInJustBefore({ invokeWithoutFaults }: LogoutSimulation, staff: readonly Agent[]) {
  for (const { instanceId, agentId, session } of staff) {
    if (session) continue;
    const command = { sessionId: `${agentId}/just before`, ipAddress: anAddress('10.0.1.5'), takeOver: false } as const;
    await invokeWithoutFaults(({ changeAgent }) =>
      changeAgent({ instanceId, agentId }, (agent, now) =>
        signIn(agent, { ...command, status: 'Available', statusType: 'ROUTABLE' }, now),
      ),
    );
  }
}

/** What an agent does while the job runs. */
export interface AgentAction {
  readonly afterSeconds: number;
  readonly agentId: string;
  readonly type: 'signOut' | 'signIn' | 'takeOver' | 'beginContact' | 'endContact';
}

/** Actions during a job and some minutes longer, because chunks are delivered again after three minutes. */
export const anyActions = (agents: number): fc.Arbitrary<readonly AgentAction[]> =>
  fc.array(
    fc.record({
      afterSeconds: fc.nat(600),
      agentId: fc.constantFrom(...agentIds(agents)),
      type: fc.constantFrom('signOut', 'signIn', 'takeOver', 'beginContact', 'endContact'),
    }),
    { maxLength: 60, size: 'max' },
  );

/** Schedules an action. Its calls do not fail. */
export function schedule({ time, invokeWithoutFaults }: LogoutSimulation, action: AgentAction, nth: number): void {
  const key = { instanceId: 'demo', agentId: action.agentId };
  time.at(time.now() + seconds(action.afterSeconds), () =>
    invokeWithoutFaults(async ({ changeAgent }) => {
      await changeAgent(key, (agent, now) => decide(agent, { ...action, nth }, now));
    }),
  );
}

function decide(
  agent: Agent | undefined,
  { agentId, type, nth }: AgentAction & { readonly nth: number },
  now: Instant,
): Decision<Agent | undefined, AgentEvent, unknown> {
  const command = {
    sessionId: `${agentId}/${nth + 1}`,
    status: 'Available',
    statusType: 'ROUTABLE',
    ipAddress: anAddress('10.0.0.1'),
  } as const;
  switch (type) {
    case 'signOut':
      return signOut(agent);
    case 'signIn':
      return signIn(agent, { ...command, takeOver: false }, now);
    case 'takeOver':
      return signIn(agent, { ...command, takeOver: true }, now);
    case 'beginContact':
      return beginContact(agent, { contactId: `c${nth}`, channel: 'CHAT' }, now);
    case 'endContact':
      return endContact(agent, agent?.session?.contacts[0]?.contactId ?? 'none', now);
  }
}
