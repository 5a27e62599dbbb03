import assert from 'node:assert/strict';
import type { Recorded, Stored } from '#core/change.ts';
import type { Chat } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { type Instant, minutes, toIso } from '#core/instant.ts';
import { summaryOf } from '#test/support/chats.ts';
import type { ChatAction } from './chat-command.ts';
import { ChatModel } from './chat-model.ts';

/** Observes every change of one chat, in the order in which they take effect, and compares it with the model. */
export class ChatObserver {
  readonly model: ChatModel;
  readonly events: Recorded<ChatEvent>[] = [];
  /** How many milliseconds after it was due the latest stage happened. */
  greatestLateness = 0;
  readonly #wroteAt = new Map<string, Instant>();
  readonly #log: string[] = [];

  constructor(lifeEndsAfter: number) {
    this.model = new ChatModel(lifeEndsAfter);
  }

  /** An action, decided at an instant, has been saved. */
  saved(action: ChatAction, at: Instant, next: Stored<Chat, ChatEvent>): void {
    const events = next.outbox.filter(({ sequence }) => sequence > this.events.length);
    this.#log.push(`${toIso(at)} ${JSON.stringify(action)}: ${events.map(({ fact }) => summaryOf(fact)).join('; ')}`);
    if (action.type === 'wakeUp') this.#expectDue(events, at);
    if (action.type === 'write') this.#wroteAt.set(action.participantId, at);
    this.#expectAsModel(action, at, events);
    this.events.push(...events);
  }

  /** A message has been recorded without a decision. */
  touched(participantId: string, at: Instant): void {
    this.#log.push(`${toIso(at)} ${participantId} writes`);
    this.#wroteAt.set(participantId, Math.max(at, this.#wroteAt.get(participantId) ?? 0));
    this.#expectAsModel({ type: 'write', participantId }, at, []);
  }

  /** What has happened, for the reader of a failure. */
  report(): string {
    const next = this.model.next();
    return [...this.#log, next ? `Next: ${next.name} at ${toIso(next.at)}` : 'Nothing is due.'].join('\n');
  }

  #expectDue(events: readonly Recorded<ChatEvent>[], at: Instant): void {
    for (const { fact } of events) {
      if (fact.type !== 'ParticipantWentIdle') continue;
      const inactiveFor = at - (this.#wroteAt.get(fact.participantId) ?? 0);
      assert(inactiveFor >= minutes(fact.idleMinutes), `${fact.participantId} wrote within the period and became idle`);
    }
    const due = this.model.next();
    assert(due && due.at <= at, 'A wake-up changed a chat before anything was due');
    this.greatestLateness = Math.max(this.greatestLateness, at - due.at);
  }

  #expectAsModel(action: ChatAction, at: Instant, events: readonly Recorded<ChatEvent>[]): void {
    const summaries = events.map(({ fact }) => summaryOf(fact));
    assert.deepEqual(summaries, this.model.apply(action, at), 'The model has other events');
  }
}
