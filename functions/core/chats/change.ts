import type { Decision } from '../commit.ts';
import type { Chat, ChatKey, Participant } from './chat.ts';
import type { ChatEvent } from './events.ts';
import { nextStage } from './timers.ts';

/** What became of a command. Outcomes other than `done` changed nothing. */
export type ChatOutcome<Refusal extends string> =
  | { readonly type: 'done'; readonly chat: Chat }
  | { readonly type: Refusal };
export type Decided<Refusal extends string> = Decision<Chat | undefined, ChatEvent, ChatOutcome<Refusal>>;

/** A change on its way: the chat so far and what has happened. */
export interface Change {
  readonly chat: Chat;
  readonly events: readonly ChatEvent[];
}

export const changed = (chat: Chat, ...events: readonly ChatEvent[]): Change => ({ chat, events });

/** The end of every command: alarm for whatever silence leads to next. */
export const done = ({ chat, events }: Change) => {
  const next = nextStage(chat);
  return { state: chat, events, outcome: { type: 'done', chat } as const, ...(next && { alarmAt: next.at }) };
};

export const refused = <Refusal extends string>(chat: Chat | undefined, type: Refusal) => ({
  state: chat,
  events: [],
  outcome: { type },
});

export const ofChat = ({ instanceId, contactId }: ChatKey) => ({ instanceId, contactId });
export const ofParticipant = ({ instanceId, contactId }: ChatKey, { participantId, role }: Participant) => ({
  instanceId,
  contactId,
  participantId,
  role,
});
