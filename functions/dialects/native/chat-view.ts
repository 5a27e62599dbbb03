import { type Chat, isConnected, type Participant } from '#core/chats/chat.ts';
import { type TimerRole, type TimerType, timerRoles, timerTypes } from '#core/chats/role-config.ts';
import { type Stage, stagesOf } from '#core/chats/timers.ts';
import { toIso } from '#core/instant.ts';

/** A chat as the own API shows one. */
export const chatView = (chat: Chat) => ({
  contactId: chat.contactId,
  state: chat.ended ? 'ended' : 'open',
  ...(chat.ended && { endedAt: toIso(chat.ended.at), cause: chat.ended.cause }),
  ...(chat.language !== undefined && { language: chat.language }),
  participants: chat.participants.map(participantView),
  timers: timerRoles.flatMap((role) => timerTypes.map((type) => ({ role, type, ...progressOf(chat, role, type) }))),
  configuration: { active: chat.active ?? null, stored: chat.stored },
});

const participantView = (participant: Participant) => ({
  participantId: participant.participantId,
  role: participant.role,
  displayName: participant.displayName,
  connected: isConnected(participant),
  idle: participant.idleAt !== undefined,
  joinedAt: toIso(participant.joinedAt),
  ...(participant.leftAt !== undefined && { leftAt: toIso(participant.leftAt) }),
});

type Progress =
  /** No such timer. In an ended chat there is none. */
  | { readonly phase: 'notSet' }
  /** Set, and not counting: one side is not there, or who is to be idle first is not. */
  | { readonly phase: 'waiting' }
  /** Counts, and is due at this instant if nobody writes. */
  | { readonly phase: 'running'; readonly dueAt: string }
  /** Everybody of the role is idle. */
  | { readonly phase: 'fired' };

/** How far a timer is. Those that run go by the active configuration, those of a chat in which none runs by the stored. */
function progressOf(chat: Chat, role: TimerRole, type: TimerType): Progress {
  const configuration = chat.active ?? chat.stored;
  if (chat.ended || configuration[role][type] === undefined) return { phase: 'notSet' };
  const dues = stagesOf(chat, role).flatMap((stage) => (typeOf(stage) === type ? stage.at : []));
  if (dues.length > 0) return { phase: 'running', dueAt: toIso(Math.min(...dues)) };
  return { phase: chat.active && type === 'IDLE' ? 'fired' : 'waiting' };
}

/** The type of timer that leads to a stage. */
function typeOf(stage: Stage): TimerType | undefined {
  switch (stage.type) {
    case 'idle':
      return 'IDLE';
    case 'disconnect':
      return 'DISCONNECT_NONCUSTOMER';
    case 'customerGone':
      return undefined;
  }
}
