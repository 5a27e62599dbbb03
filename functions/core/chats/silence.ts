import type { Instant } from '../instant.ts';
import { type Change, changed, type Decided, done, ofChat, ofParticipant, refused } from './change.ts';
import { type Absence, type Chat, findPresent, isConnected, type Participant, withParticipant } from './chat.ts';
import { ended, without } from './departure.ts';
import type { NextStep } from './events.ts';
import type { TimerRole } from './role-config.ts';
import { nextStage, type Stage } from './timers.ts';

/** A participant has written. What moves the silence of somebody who is not idle is `ChatStore.touch`, which loads nothing. */
export function speak(chat: Chat | undefined, participantId: string, now: Instant): Decided<Absence> {
  const found = findPresent(chat, participantId);
  if (found.type !== 'present') return refused(chat, found.type);
  const { idleAt, ...awake } = found.participant;
  const spokeAt = Math.max(now, awake.silentSince);
  const spoken = withParticipant(found.chat, { ...awake, silentSince: spokeAt, spokeAt });
  if (idleAt === undefined) return done(changed(spoken));
  return done(changed(spoken, { type: 'ParticipantReturned', ...ofParticipant(found.chat, found.participant) }));
}

/** Does whatever is due by now, in the order in which it was due. Nothing is due early. */
export function expire(chat: Chat | undefined, now: Instant): Decided<'unknownChat'> {
  if (!chat) return refused(chat, 'unknownChat');
  let change = changed(chat);
  for (let stage = nextStage(chat); stage && stage.at <= now; stage = nextStage(change.chat)) {
    const next = reached(change.chat, stage, now);
    change = changed(next.chat, ...change.events, ...next.events);
  }
  return done(change);
}

function reached(chat: Chat, stage: Stage, now: Instant): Change {
  switch (stage.type) {
    case 'idle': {
      const { participant, at, idleMinutes } = stage;
      const event = { type: 'ParticipantWentIdle', ...ofParticipant(chat, participant), idleMinutes } as const;
      return changed(withParticipant(chat, { ...participant, idleAt: at }), event);
    }
    case 'disconnect':
      return disconnected(chat, stage.role, now);
    case 'customerGone':
      return ended(changed(chat), 'customerGone', now);
  }
}

/** Everybody but the customer is disconnected, whichever role was silent. */
function disconnected(chat: Chat, silentRole: TimerRole, now: Instant): Change {
  const others = chat.participants.filter((participant) => isConnected(participant) && participant.role !== 'CUSTOMER');
  const participantIds = others.map((participant) => participant.participantId);
  return changed(without(chat, participantIds, now), {
    type: 'ParticipantsDisconnected',
    ...ofChat(chat),
    silentRole,
    participantIds,
    next: nextStep(chat, others),
  });
}

/** An agent's chat goes to the disconnect flow; a bot's goes on in the Wait block that waits for the bot. */
function nextStep({ disconnectFlow, waitBlock }: Chat, others: readonly Participant[]): NextStep {
  const hadAgent = others.some(({ role }) => role === 'AGENT');
  if (hadAgent)
    return disconnectFlow === undefined ? { type: 'nothing' } : { type: 'disconnectFlow', flow: disconnectFlow };
  return waitBlock === 'customParticipant' ? { type: 'botBranch' } : { type: 'nothing' };
}
