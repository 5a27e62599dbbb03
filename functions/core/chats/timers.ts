import { type Instant, minutes } from '../instant.ts';
import { type Chat, connectionLasts, isConnected, type Participant, timed, timerRoleOf } from './chat.ts';
import { type TimerRole, timerRoles } from './role-config.ts';

/** What inactivity leads to, and when. */
export type Stage =
  | {
      readonly type: 'idle';
      readonly at: Instant;
      readonly role: TimerRole;
      readonly participant: Participant;
      readonly idleMinutes: number;
    }
  | { readonly type: 'disconnect'; readonly at: Instant; readonly role: TimerRole }
  | { readonly type: 'customerGone'; readonly at: Instant };

/** The stage that is due first if nobody writes; `undefined` while no timer runs. */
export function nextStage(chat: Chat): Stage | undefined {
  if (chat.ended) return undefined;
  const stages = [...timerRoles.flatMap((role) => stagesOf(chat, role)), ...goneStages(chat)];
  return stages.toSorted((a, b) => a.at - b.at)[0];
}

/** The stages of the running timers of a role. */
export function stagesOf(chat: Chat, role: TimerRole): Stage[] {
  if (!chat.active) return [];
  const { IDLE, DISCONNECT_NONCUSTOMER } = chat.active[role];
  const stages: Stage[] = [];
  if (IDLE !== undefined) {
    for (const participant of timed(chat, role)) {
      if (participant.idleAt !== undefined) continue;
      stages.push({ type: 'idle', at: participant.silentSince + minutes(IDLE), role, participant, idleMinutes: IDLE });
    }
  }
  const since = disconnectSince(chat, role);
  if (DISCONNECT_NONCUSTOMER !== undefined && since !== undefined) {
    stages.push({ type: 'disconnect', at: since + minutes(DISCONNECT_NONCUSTOMER), role });
  }
  return stages;
}

/**
 * The instant from which the auto-disconnect of a role counts. If the role has both timers it counts from when the
 * participant became idle, otherwise from the last activity. With several agents the last one decides, and an agent who
 * leaves the others was active until then. A command therefore never makes a disconnect due at once: the whole timer is
 * still to come, and the wake-up for it is set long before.
 */
function disconnectSince(chat: Chat, role: TimerRole): Instant | undefined {
  const isTwoStaged = chat.active?.[role].IDLE !== undefined;
  const starts = timed(chat, role).map(({ idleAt, silentSince }) => idleAt ?? (isTwoStaged ? undefined : silentSince));
  const begun = starts.filter((since) => since !== undefined);
  if (begun.length === 0 || begun.length < starts.length) return undefined;
  const others = chat.participants.filter((participant) => timerRoleOf(participant) === role);
  return Math.max(...begun, ...others.flatMap(({ leftAt }) => leftAt ?? []));
}

function goneStages({ participants, goneMinutes }: Chat): Stage[] {
  const customer = participants.find((participant) => participant.role === 'CUSTOMER' && isConnected(participant));
  const goneSince = customer && goneAt(customer);
  if (goneMinutes === undefined || goneSince === undefined) return [];
  return [{ type: 'customerGone', at: goneSince + minutes(goneMinutes) }];
}

/**
 * When a participant's last connection closed, or will have closed at the latest. A participant who writes is not gone,
 * even without a WebSocket.
 */
function goneAt({ connections, goneSince, wroteAt = 0 }: Participant): Instant | undefined {
  const ends = connections.map(({ openedAt }) => openedAt + connectionLasts);
  const since = ends.length > 0 ? Math.max(...ends) : goneSince;
  return since === undefined ? undefined : Math.max(since, wroteAt);
}
