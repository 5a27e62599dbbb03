import type { Instant } from '../instant.ts';
import { nextStep } from './activity.ts';
import { type Chat, isConnected, type Participant } from './chat.ts';
import type { ChatSettings } from './chat-settings.ts';
import { agentOf, changed, type Decided, done, ofParticipant, refused } from './decision.ts';
import type { NextAfterSignOut } from './events.ts';
import { without } from './participation.ts';

/** An agent whose session has ended, and whose contacts were released. */
export interface SignedOut {
  readonly agentId: string;
  readonly signedOutAt: Instant;
}

/**
 * An agent who was signed out leaves the chat, unless the agent has joined it since; a repeat changes nothing. If no other
 * agent is left, the chat continues as after an auto-disconnect of the agent, or goes back to the queue.
 */
export function removeAgent(
  chat: Chat | undefined,
  { agentId, signedOutAt }: SignedOut,
  { afterAgentSignOut }: Pick<ChatSettings, 'afterAgentSignOut'>,
  now: Instant,
): Decided<'unknownChat'> {
  if (!chat) return refused(chat, 'unknownChat');
  const removed = chat.participants.filter(
    (participant) => isConnected(participant) && participant.agentId === agentId && participant.joinedAt <= signedOutAt,
  );
  const participantIds = removed.map(({ participantId }) => participantId);
  if (removed.length === 0) return done(changed(chat));
  const rest = without(chat, participantIds, now);
  const isHandled = rest.participants.some((other) => isConnected(other) && other.role === 'AGENT');
  const lastAgent = isHandled ? undefined : removed.findLast(({ role }) => role === 'AGENT');
  const left = (participant: Participant) =>
    ({
      type: 'ParticipantLeft',
      ...ofParticipant(chat, participant),
      ...agentOf(participant),
      cause: 'agentSignedOut',
      ...(participant === lastAgent && { next: nextOf(chat, participant, afterAgentSignOut) }),
    }) as const;
  return done(changed(rest, ...removed.map(left)));
}

const nextOf = (chat: Chat, agent: Participant, chosen: ChatSettings['afterAgentSignOut']): NextAfterSignOut =>
  chosen === 'queue' ? { type: 'queue' } : nextStep(chat, [agent]);
