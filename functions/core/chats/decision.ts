import type { Change, Decision } from '../change.ts';
import type { Chat, ChatKey, Participant } from './chat.ts';
import type { ChatEvent } from './events.ts';
import { nextStage } from './timers.ts';

/** Changes a chat by a pure decision. */
export type ChangeChat = Change<ChatKey, Chat, ChatEvent>;

/** The outcome of a command. Outcomes other than `done` changed nothing. */
export type ChatOutcome<Refusal extends string> =
  | { readonly type: 'done'; readonly chat: Chat }
  | { readonly type: Refusal };

/** A decision about a chat with its outcome. */
export type Decided<Refusal extends string> = Decision<Chat | undefined, ChatEvent, ChatOutcome<Refusal>>;

/** A chat after part of a command, and what has happened so far. */
export interface ChatWithEvents {
  readonly chat: Chat;
  readonly events: readonly ChatEvent[];
}

export const changed = (chat: Chat, ...events: readonly ChatEvent[]): ChatWithEvents => ({ chat, events });

/** The decision at the end of every command. It asks for a wake-up when the next timer is due. */
export const done = ({ chat, events }: ChatWithEvents) => {
  const next = nextStage(chat);
  return { state: chat, events, outcome: { type: 'done', chat } as const, ...(next && { wakeUpAt: next.at }) };
};

export const refused = <Refusal extends string>(chat: Chat | undefined, type: Refusal) => ({
  state: chat,
  events: [],
  outcome: { type },
});

/** What names a chat in its events. */
export const ofChat = ({ instanceId, contactId }: ChatKey) => ({ instanceId, contactId });

/** What names a participant in its events. */
export const ofParticipant = ({ instanceId, contactId }: ChatKey, { participantId, role }: Participant) => ({
  instanceId,
  contactId,
  participantId,
  role,
});

/** The agent of a participant in its events, if there is one. */
export const agentOf = ({ agentId }: Participant) => (agentId === undefined ? {} : { agentId });

/** The agents of participants in an event, if there are any. */
export function agentsOf(participants: readonly Participant[]): { readonly agentIds?: readonly string[] } {
  const agentIds = [...new Set(participants.flatMap(({ agentId }) => (agentId === undefined ? [] : [agentId])))];
  return agentIds.length === 0 ? {} : { agentIds };
}
