import type { AgentState, AgentStatus } from '../state/agent-state.ts';
import type { ConnectInstance } from '../state/instance.ts';
import { putUserStatus, type StatusChange } from '../state/put-user-status.ts';

/** Sets an agent's status or next status, whether the agent's page or the API asks for it. */
export function setStatus(instance: ConnectInstance, userId: string, target: AgentStatus): StatusChange {
  const now = instance.time.now();
  const before = instance.stateOf(userId);
  const change = putUserStatus(before, target, now, instance.switches);
  if (change.type === 'refused') return change;
  instance.changeAgent(userId, () => change.agent);
  completeCleared(instance, { before, after: change.agent, byStatus: true });
  return change;
}

/**
 * Ends the after-contact work of the contacts that an agent no longer has. A chat that was cleared by a change of the status
 * never gets its COMPLETED event.
 */
export function completeCleared(
  instance: ConnectInstance,
  { before, after, byStatus }: { before: AgentState; after: AgentState; byStatus: boolean },
): void {
  const kept = new Set(after.slots.map(({ contactId }) => contactId));
  for (const { contactId, state, since } of before.slots) {
    const contact = instance.contacts.get(contactId);
    if (state !== 'ENDED' || kept.has(contactId) || contact === undefined) continue;
    const afterContactWork = { startedAt: since, endedAt: instance.time.now() };
    if (byStatus && contact.channel === 'CHAT') instance.saveContact({ ...contact, afterContactWork });
    else instance.saveContact({ ...contact, afterContactWork }, 'COMPLETED');
  }
}
