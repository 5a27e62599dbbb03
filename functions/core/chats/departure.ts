import type { Instant } from '../instant.ts';
import { type Change, changed, ofChat } from './change.ts';
import { type Chat, type ChatEndCause, isConnected, type Participant, timed } from './chat.ts';

/**
 * The chat after some have left; timers stop when nobody is left on one of the two sides. Who was idle stays idle until
 * the next message, so that whoever was told of it is told of the return.
 */
export function without(chat: Chat, participantIds: readonly string[], now: Instant): Chat {
  const participants = chat.participants.map((participant) =>
    participantIds.includes(participant.participantId) ? departed(participant, now) : participant,
  );
  return stoppedIfAlone({ ...chat, participants });
}

/** Who leaves keeps the connections until they are closed: that it is over is still to be told over them. */
function departed({ idleAt: _, goneSince: __, ...participant }: Participant, now: Instant): Participant {
  return { ...participant, leftAt: now };
}

function stoppedIfAlone(chat: Chat): Chat {
  if (timed(chat, 'CUSTOMER').length > 0 && timed(chat, 'AGENT').length > 0) return chat;
  const { active: _, ...stopped } = chat;
  return stopped;
}

/** Ends the chat for everybody. */
export function ended({ chat, events }: Change, cause: ChatEndCause, now: Instant): Change {
  const gone = chat.participants.filter(isConnected).map((participant) => participant.participantId);
  const empty = without(chat, gone, now);
  const event = { type: 'ChatEnded', ...ofChat(chat), cause } as const;
  return changed({ ...empty, ended: { at: now, cause } }, ...events, event);
}
