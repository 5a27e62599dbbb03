import assert from 'node:assert/strict';
import type { Chat } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import type { Recorded, Stored } from '#core/commit.ts';
import { type Instant, minutes, toIso } from '#core/instant.ts';
import { type Deed, inWords } from './chat-deed.ts';
import { ChatModel } from './chat-model.ts';

/** Sees every change of one chat in the order in which they took effect, and holds it against the rules. */
export class ChatWitness {
  readonly model = new ChatModel();
  readonly events: Recorded<ChatEvent>[] = [];
  /** How long after its instant anything due has happened, at most. */
  greatestLateness = 0;
  readonly #lastMessage = new Map<string, Instant>();
  readonly #log: string[] = [];

  /** A deed has been saved; it was decided on at an instant. */
  saved(deed: Deed, at: Instant, next: Stored<Chat, ChatEvent>): void {
    const fresh = next.outbox.filter(({ sequence }) => sequence > this.events.length);
    this.#log.push(`${toIso(at)} ${JSON.stringify(deed)}: ${fresh.map(({ fact }) => inWords(fact)).join('; ')}`);
    if (deed.does === 'ring') this.#expectDue(fresh, at);
    if (deed.does === 'speak') this.#lastMessage.set(deed.who, at);
    this.#expectToBeTold(deed, at, fresh);
    this.events.push(...fresh);
  }

  /** A message has been noted without anything else. */
  touched(who: string, at: Instant): void {
    this.#log.push(`${toIso(at)} ${who} writes`);
    this.#lastMessage.set(who, Math.max(at, this.#lastMessage.get(who) ?? 0));
    this.#expectToBeTold({ does: 'speak', who }, at, []);
  }

  /** What has happened so far, for the reader of a failure. */
  story(): string {
    const next = this.model.next();
    return [...this.#log, next ? `Next: ${next.what} at ${toIso(next.at)}` : 'Nothing is due.'].join('\n');
  }

  #expectDue(fresh: readonly Recorded<ChatEvent>[], at: Instant): void {
    for (const { fact } of fresh) {
      if (fact.type !== 'ParticipantWentIdle') continue;
      const silence = at - (this.#lastMessage.get(fact.participantId) ?? 0);
      assert(silence >= minutes(fact.idleMinutes), `${fact.participantId} wrote within the period and is called idle`);
    }
    const due = this.model.next();
    assert(due && due.at <= at, 'An alarm changed a chat in which nothing was due: early');
    this.greatestLateness = Math.max(this.greatestLateness, at - due.at);
  }

  #expectToBeTold(deed: Deed, at: Instant, fresh: readonly Recorded<ChatEvent>[]): void {
    const told = fresh.map(({ fact }) => inWords(fact));
    assert.deepEqual(told, this.model.apply(deed, at), 'The rules tell something else');
  }
}
