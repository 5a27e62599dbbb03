import { days, type Instant, minutes, seconds } from '../instant.ts';
import { chosenRetention } from '../retention.ts';
import {
  type Chat,
  connectionLasts,
  customerOf,
  isConnected,
  openingLasts,
  type Participant,
  timed,
  timerRoleOf,
} from './chat.ts';
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
  | { readonly type: 'customerGone'; readonly at: Instant }
  | { readonly type: 'lifeOver'; readonly at: Instant }
  /** The chat has ended here, and is to be ended in its backend. */
  | { readonly type: 'endOwed'; readonly at: Instant };

/** The stage that is due first if nobody writes; `undefined` when the chat has ended and nothing is left to do. */
export function nextStage(chat: Chat): Stage | undefined {
  if (chat.ended) return chat.followed?.owesEnd ? { type: 'endOwed', at: chat.ended.at + endsAfter } : undefined;
  const stages = [...timerRoles.flatMap((role) => stagesOf(chat, role)), ...goneStages(chat), lifeOver(chat)];
  return stages.toSorted((a, b) => a.at - b.at)[0];
}

/** The wake-up that ends a chat in its backend fires when the end has been saved, so that it does not fire for nothing. */
const endsAfter = seconds(1);

/** News of a chat in a backend may be late by this. Nobody is disconnected whose message is on its way. */
const newsTakes = seconds(5);

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
  const since = disconnectSince(chat, role, IDLE !== undefined);
  if (DISCONNECT_NONCUSTOMER !== undefined && since !== undefined) {
    const at = since + minutes(DISCONNECT_NONCUSTOMER) + (chat.followed ? newsTakes : 0);
    stages.push({ type: 'disconnect', at, role });
  }
  return stages;
}

/**
 * The instant from which the auto-disconnect of a role counts. If the role has both timers it counts from when the
 * participant became idle, otherwise from the last activity. With several agents the last one decides, also after leaving
 * the others: it counts from the silence of whoever has left, or from the leaving itself if that participant would have
 * become idle first. So a leave neither prolongs the silence of those who stay nor makes a disconnect due at once.
 */
function disconnectSince(chat: Chat, role: TimerRole, isTwoStaged: boolean): Instant | undefined {
  const starts = timed(chat, role).map(({ idleAt, silentSince }) => idleAt ?? (isTwoStaged ? undefined : silentSince));
  const begun = starts.filter((since) => since !== undefined);
  if (begun.length === 0 || begun.length < starts.length) return undefined;
  const left = chat.participants.filter((each) => !isConnected(each) && timerRoleOf(each) === role);
  return Math.max(...begun, ...left.map(({ silentSince }) => silentSince));
}

/** A chat that nobody ends does not last for ever. */
const lifeOver = ({ startedAt, lifeDays = chosenRetention.chatDays.days }: Chat): Stage => ({
  type: 'lifeOver',
  at: startedAt + days(lifeDays),
});

function goneStages(chat: Chat): Stage[] {
  const { goneMinutes } = chat;
  const customer = customerOf(chat);
  const goneSince = customer && goneAt(customer);
  if (goneMinutes === undefined || goneSince === undefined) return [];
  const opensUntil = (customer?.requestedAt ?? Number.NEGATIVE_INFINITY) + openingLasts;
  return [{ type: 'customerGone', at: Math.max(goneSince + minutes(goneMinutes), opensUntil) }];
}

/**
 * When a participant's last connection closed, or will have closed at the latest. A participant who writes or asks for a
 * connection is not gone, even without a WebSocket.
 */
function goneAt({ connections, goneSince, wroteAt = 0, requestedAt = 0 }: Participant): Instant | undefined {
  const ends = connections.map(({ openedAt }) => openedAt + connectionLasts);
  const since = ends.length > 0 ? Math.max(...ends) : goneSince;
  return since === undefined ? undefined : Math.max(since, wroteAt, requestedAt);
}
