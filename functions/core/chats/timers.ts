import { type Instant, minutes } from '../instant.ts';
import { type Chat, connectionLasts, isConnected, type Participant, timed, timerRoleOf } from './chat.ts';
import { type TimerRole, timerRoles } from './role-config.ts';

/** The next thing silence leads to. */
export type Stage =
  | { readonly type: 'idle'; readonly at: Instant; readonly participant: Participant; readonly idleMinutes: number }
  | { readonly type: 'disconnect'; readonly at: Instant; readonly role: TimerRole }
  | { readonly type: 'customerGone'; readonly at: Instant };

/** What comes next if nobody writes, and when; nothing while no timer runs. */
export function nextStage(chat: Chat): Stage | undefined {
  if (chat.ended) return undefined;
  const stages = [...timerRoles.flatMap((role) => stagesOf(chat, role)), ...goneStages(chat)];
  return stages.toSorted((a, b) => a.at - b.at)[0];
}

/** When each running timer is due, for those who ask. */
export function stagesOf(chat: Chat, role: TimerRole): Stage[] {
  if (!chat.active) return [];
  const { IDLE, DISCONNECT_NONCUSTOMER } = chat.active[role];
  const stages: Stage[] = [];
  if (IDLE !== undefined) {
    for (const participant of timed(chat, role)) {
      if (participant.idleAt !== undefined) continue;
      stages.push({ type: 'idle', at: participant.silentSince + minutes(IDLE), participant, idleMinutes: IDLE });
    }
  }
  const since = disconnectSince(chat, role);
  if (DISCONNECT_NONCUSTOMER !== undefined && since !== undefined) {
    stages.push({ type: 'disconnect', at: since + minutes(DISCONNECT_NONCUSTOMER), role });
  }
  return stages;
}

/**
 * Since when a role's auto-disconnect counts. With both types it starts when the participant has become idle; with one,
 * at once. Of several agents the last counts, and one who leaves the others was there until then: so whatever a command
 * brings about is due a whole timer later, long after the alarm for it has been set and the command saved.
 */
function disconnectSince(chat: Chat, role: TimerRole): Instant | undefined {
  const isTwoStaged = chat.active?.[role].IDLE !== undefined;
  const silences = timed(chat, role).map(
    ({ idleAt, silentSince }) => idleAt ?? (isTwoStaged ? undefined : silentSince),
  );
  const begun = silences.filter((since) => since !== undefined);
  if (begun.length === 0 || begun.length < silences.length) return undefined;
  const others = chat.participants.filter((participant) => timerRoleOf(participant) === role);
  return Math.max(...begun, ...others.flatMap(({ leftAt }) => leftAt ?? []));
}

function goneStages({ participants, goneMinutes }: Chat): Stage[] {
  const customer = participants.find((participant) => participant.role === 'CUSTOMER' && isConnected(participant));
  const goneSince = customer && goneAt(customer);
  if (goneMinutes === undefined || goneSince === undefined) return [];
  return [{ type: 'customerGone', at: goneSince + minutes(goneMinutes) }];
}

/** Since when somebody has been gone, or will have been at the latest. Who writes is not gone, however the words travel. */
function goneAt({ connections, goneSince, spokeAt = 0 }: Participant): Instant | undefined {
  const ends = connections.map(({ openedAt }) => openedAt + connectionLasts);
  const since = ends.length > 0 ? Math.max(...ends) : goneSince;
  return since === undefined ? undefined : Math.max(since, spokeAt);
}
