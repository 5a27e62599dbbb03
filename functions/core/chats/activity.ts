import { type Instant, minutes } from '../instant.ts';
import type { Clock } from '../ports.ts';
import {
  type Absence,
  type Chat,
  type ChatKey,
  findPresent,
  isConnected,
  type Participant,
  withParticipant,
} from './chat.ts';
import {
  agentsOf,
  type ChangeChat,
  type ChatOutcome,
  type ChatWithEvents,
  changed,
  type Decided,
  done,
  ofChat,
  ofParticipant,
  refused,
} from './decision.ts';
import type { NextStep, SilentRole } from './events.ts';
import { isOverLimit, withMessage } from './message-limit.ts';
import { ended, without } from './participation.ts';
import type { ChatStore } from './ports.ts';
import { noTimers, type TimerRole } from './role-config.ts';
import { nextStage, type Stage } from './timers.ts';

/** Why a message was not accepted. */
export type WriteRefusal = Absence | 'tooManyMessages';

/** A participant has written: their timers start again, and a participant who was idle has returned. */
export function participantWrote(chat: Chat | undefined, participantId: string, now: Instant): Decided<WriteRefusal> {
  const found = findPresent(chat, participantId);
  if (found.type !== 'present') return refused(chat, found.type);
  const { idleAt, ...active } = found.participant;
  const wroteAt = Math.max(now, active.silentSince);
  if (isOverLimit(active, wroteAt)) return refused(chat, 'tooManyMessages');
  const next = withParticipant(found.chat, withMessage(active, wroteAt));
  if (idleAt === undefined) return done(changed(next));
  return done(changed(next, { type: 'ParticipantReturned', ...ofParticipant(found.chat, found.participant) }));
}

interface Ports {
  readonly chats: Pick<ChatStore, 'touch'>;
  readonly changeChat: ChangeChat;
  readonly clock: Clock;
}

export type ActivityOutcome = ChatOutcome<WriteRefusal>;

/** Records that a participant has written: one conditional write, unless the participant is idle or cannot act in the chat. */
export function makeRecordActivity({ chats, changeChat, clock }: Ports) {
  return async (key: ChatKey, participantId: string): Promise<ActivityOutcome> => {
    const chat = await chats.touch(key, participantId, clock.now());
    if (chat) return { type: 'done', chat };
    return changeChat(key, (current, now) => participantWrote(current, participantId, now));
  };
}

/**
 * Does everything that inactivity has made due, in the order in which it became due. Nothing happens early, and nobody is
 * disconnected in the instant of the warning.
 */
export function expire(chat: Chat | undefined, now: Instant): Decided<'unknownChat'> {
  if (!chat) return refused(chat, 'unknownChat');
  let change = changed(chat);
  let stage = nextStage(chat);
  for (; stage && stage.type !== 'endOwed' && stage.at <= now; stage = nextStage(change.chat)) {
    const next = reached(change.chat, stage, now);
    change = changed(next.chat, ...change.events, ...next.events);
  }
  if (stage?.type !== 'endOwed') return done(change);
  // Whoever handles the wake-up ends the chat in its backend now, and is repeated until that is done.
  const { wakeUpAt: _, ...decided } = done(change);
  return decided;
}

function reached(chat: Chat, stage: Exclude<Stage, { type: 'endOwed' }>, now: Instant): ChatWithEvents {
  switch (stage.type) {
    case 'idle': {
      const { participant, at, idleMinutes } = stage;
      const event = { type: 'ParticipantWentIdle', ...ofParticipant(chat, participant), idleMinutes } as const;
      const idleAt = Math.max(at, earliestIdle(chat, stage.role, now));
      return changed(withParticipant(chat, { ...participant, idleAt }), event);
    }
    case 'disconnect':
      return chat.followed ? disconnectedElsewhere(chat, stage.role, now) : disconnected(chat, stage.role, now);
    case 'customerGone':
      return ended(changed(chat), 'customerGone', now);
    case 'lifeOver':
      return ended(changed(chat), 'expired', now);
  }
}

/** People have this long between the event that somebody is idle and the auto-disconnect, however late a wake-up was. */
const shortestWarning = minutes(1);

/** The earliest instant from which the auto-disconnect of somebody who becomes idle now may count. */
function earliestIdle(chat: Chat, role: TimerRole, now: Instant): Instant {
  const disconnectMinutes = chat.active?.[role].DISCONNECT_NONCUSTOMER;
  return disconnectMinutes === undefined ? 0 : now + shortestWarning - minutes(disconnectMinutes);
}

/** Disconnects everybody but the customer, whichever role was inactive. */
function disconnected(chat: Chat, silentRole: TimerRole, now: Instant): ChatWithEvents {
  const others = chat.participants.filter((participant) => isConnected(participant) && participant.role !== 'CUSTOMER');
  const participantIds = others.map((participant) => participant.participantId);
  return changed(without(chat, participantIds, now), {
    type: 'ParticipantsDisconnected',
    ...ofChat(chat),
    silentRole: roleOfSilent(silentRole, others),
    participantIds,
    ...agentsOf(others),
    next: nextStep(chat, others),
  });
}

/**
 * In a chat of a backend nobody but the customer can be disconnected by ending the chat only: for an agent who is silent, if
 * that was chosen. Otherwise the bus is told, once until somebody joins again.
 */
function disconnectedElsewhere(chat: Chat, silentRole: TimerRole, now: Instant): ChatWithEvents {
  const mayEnd = silentRole === 'CUSTOMER' || chat.followed?.silentAgent === 'end';
  if (mayEnd) return ended(disconnected(chat, silentRole, now), 'ended', now);
  const { DISCONNECT_NONCUSTOMER: _, ...others } = chat.active?.[silentRole] ?? {};
  const active = { ...(chat.active ?? noTimers), [silentRole]: others };
  const silent = roleOfSilent(silentRole, chat.participants.filter(isConnected));
  return changed({ ...chat, active }, { type: 'AutoDisconnectSkipped', ...ofChat(chat), silentRole: silent });
}

/** An agent and a bot who are in the chat together have the same timers. Then the silent role is the agent's. */
function roleOfSilent(role: TimerRole, others: readonly Participant[]): SilentRole {
  if (role === 'CUSTOMER') return role;
  return others.some((other) => other.role === 'AGENT') ? 'AGENT' : 'CUSTOM_BOT';
}

/** An agent's chat goes to the disconnect flow. A bot's chat continues in the Wait block, if that one waits for the bot. */
export function nextStep({ disconnectFlow, waitBlock, followed }: Chat, others: readonly Participant[]): NextStep {
  // It has been ended for everybody.
  if (followed) return { type: 'nothing' };
  const hadAgent = others.some(({ role }) => role === 'AGENT');
  if (hadAgent)
    return disconnectFlow === undefined ? { type: 'nothing' } : { type: 'disconnectFlow', flow: disconnectFlow };
  return waitBlock === 'customParticipant' ? { type: 'botBranch' } : { type: 'nothing' };
}
