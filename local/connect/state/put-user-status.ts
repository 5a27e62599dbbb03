import type { Switches } from '../switches.ts';
import { type AgentState, type AgentStatus, inStatus, isLive } from './agent-state.ts';

/** What a change of the status does. The answer of the API tells none of these apart, except `refused`. */
export type StatusChange =
  | { readonly type: 'applied' | 'pending' | 'cancelled' | 'unchanged'; readonly agent: AgentState }
  | { readonly type: 'refused'; readonly reason: string };

type StatusSwitches = Pick<Switches, 'availableWhilePending' | 'missedSlotsWhilePending'>;

/**
 * Sets the status of an agent, or the next status if there is a contact that rings or is connected.
 *
 * @see https://docs.aws.amazon.com/connect/latest/APIReference/API_PutUserStatus.html
 */
export function putUserStatus(
  agent: AgentState,
  target: AgentStatus,
  now: number,
  switches: StatusSwitches,
): StatusChange {
  const hasLive = agent.slots.some(isLive);
  if (target.type === 'ROUTABLE') return putRoutable(agent, target, now, hasLive ? switches : undefined);
  return hasLive ? enqueue(agent, target, now, switches) : apply(agent, target, now);
}

/** Without a live contact the target is the status at once, and what is left of contacts is cleared. */
function apply(agent: AgentState, target: AgentStatus, now: number): StatusChange {
  const isThere = agent.status.id === target.id;
  if (isThere && agent.slots.length === 0) return { type: 'unchanged', agent };
  return { type: 'applied', agent: isThere ? { ...inStatus(target, now), since: agent.since } : inStatus(target, now) };
}

/** After-contact work is cleared at once; routing stops; live contacts stay. */
function enqueue(agent: AgentState, target: AgentStatus, now: number, switches: StatusSwitches): StatusChange {
  const stays = switches.missedSlotsWhilePending === 'stay';
  const slots = agent.slots.filter((slot) => isLive(slot) || (stays && slot.state !== 'ENDED'));
  if (agent.next?.status.id === target.id && slots.length === agent.slots.length) return { type: 'unchanged', agent };
  const next = agent.next?.status.id === target.id ? agent.next : { status: target, enqueuedAt: now };
  return { type: 'pending', agent: { ...agent, slots, next } };
}

/**
 * Available is never a next status: while a contact is live it cancels a pending one. Once only missed or ended contacts are
 * left, it ends in the pending status all the same.
 *
 * @param liveSwitches undefined if no contact is live
 */
function putRoutable(
  agent: AgentState,
  target: AgentStatus,
  now: number,
  liveSwitches: StatusSwitches | undefined,
): StatusChange {
  const { next, ...withoutNext } = agent;
  if (liveSwitches === undefined) return apply(agent, next?.status ?? target, now);
  if (next === undefined) return { type: 'unchanged', agent };
  switch (liveSwitches.availableWhilePending) {
    case 'clears':
      return { type: 'cancelled', agent: withoutNext };
    case 'stays':
      return { type: 'unchanged', agent };
    case 'refuses':
      return { type: 'refused', reason: 'The next status cannot be changed while a contact is connected' };
  }
}
