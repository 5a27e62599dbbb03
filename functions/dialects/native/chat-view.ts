import * as z from 'zod';
import { type Chat, isConnected, type Participant } from '#core/chats/chat.ts';
import { languages } from '#core/chats/chat-settings.ts';
import { type TimerRole, type TimerType, timerRoles, timerTypes } from '#core/chats/role-config.ts';
import { type Stage, stagesOf } from '#core/chats/timers.ts';
import { toIso } from '#core/instant.ts';
import { instant } from '../fields.ts';

const participantAnswer = z.strictObject({
  participantId: z.string(),
  role: z.enum(['CUSTOMER', 'AGENT', 'SUPERVISOR', 'CUSTOM_BOT', 'SYSTEM']),
  displayName: z.string(),
  connected: z.boolean(),
  idle: z.boolean(),
  joinedAt: instant,
  leftAt: instant.optional(),
});

const timerName = { role: z.enum(timerRoles), type: z.enum(timerTypes) };

/** How far a timer is. Only a timer that runs is due: then, if nobody writes. */
const timerAnswer = z.discriminatedUnion('phase', [
  /** Not set. In an ended chat no timer is. */
  z.strictObject({ ...timerName, phase: z.literal('notSet') }),
  /** Set and not running: one side is not there, or the participant is not idle yet. */
  z.strictObject({ ...timerName, phase: z.literal('waiting') }),
  z.strictObject({ ...timerName, phase: z.literal('running'), dueAt: instant }),
  /** Everybody of the role is idle. */
  z.strictObject({ ...timerName, phase: z.literal('fired') }),
]);

const roleTimers = z.strictObject({ IDLE: z.int().optional(), DISCONNECT_NONCUSTOMER: z.int().optional() });
const configuration = z.strictObject({ CUSTOMER: roleTimers, AGENT: roleTimers });

/** The body of an answer that shows a chat. */
export const chatAnswer = z.strictObject({
  contactId: z.string(),
  state: z.enum(['open', 'ended']),
  endedAt: instant.optional(),
  cause: z.enum(['customerLeft', 'customerGone', 'expired', 'ended']).optional(),
  language: z.enum(languages).optional(),
  participants: z.array(participantAnswer),
  timers: z.array(timerAnswer),
  configuration: z.strictObject({ active: configuration.nullable(), stored: configuration }),
});

/** A chat as the own API shows one. */
export const chatView = (chat: Chat): z.input<typeof chatAnswer> => ({
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
  | { readonly phase: 'notSet' | 'waiting' | 'fired' }
  | { readonly phase: 'running'; readonly dueAt: string };

/** The progress of a timer, by the active configuration; while there is none, by the stored one. */
function progressOf(chat: Chat, role: TimerRole, type: TimerType): Progress {
  const { [role]: timers } = chat.active ?? chat.stored;
  if (chat.ended || timers[type] === undefined) return { phase: 'notSet' };
  const dues = stagesOf(chat, role).flatMap((stage) => (typeOf(stage) === type ? stage.at : []));
  if (dues.length > 0) return { phase: 'running', dueAt: toIso(Math.min(...dues)) };
  return { phase: chat.active && type === 'IDLE' ? 'fired' : 'waiting' };
}

/** The type of the timer that leads to a stage. */
function typeOf(stage: Stage): TimerType | undefined {
  switch (stage.type) {
    case 'idle':
      return 'IDLE';
    case 'disconnect':
      return 'DISCONNECT_NONCUSTOMER';
    case 'customerGone':
    case 'lifeOver':
      return undefined;
  }
}
