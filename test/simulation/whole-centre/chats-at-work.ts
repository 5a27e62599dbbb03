import assert from 'node:assert/strict';
import type { ChatKey } from '#core/chats/chat.ts';
import { type Instant, minutes, seconds } from '#core/instant.ts';
import { anyChanges, anyChatCommand, anyInstant, anyStartOptions } from '../any-chat-command.ts';
import { type ChatCommand, execute } from '../chat-command.ts';
import { expectPublishedOnce } from '../expect-published-once.ts';
import type { Random } from '../random.ts';
import type { Centre } from './centre.ts';

/** Chats in which participants join, write, leave and fall silent, at random until an instant. */
export class ChatsAtWork {
  readonly #centre: Centre;
  readonly #random: Random;
  readonly #keys: ChatKey[] = [];

  constructor(centre: Centre, random: Random) {
    this.#centre = centre;
    this.#random = random;
  }

  start(key: ChatKey, until: Instant): void {
    this.#keys.push(key);
    this.#next(key, 0, until);
  }

  /** Runs until nothing is due in any chat. */
  async settle(): Promise<void> {
    const { time, observed } = this.#centre;
    for (const key of this.#keys) {
      const observer = observed.of(key);
      const { model } = observer;
      for (let due = model.next(); due; due = model.next()) {
        await time.runUntil(Math.max(due.at, time.now()) + minutes(20));
        const next = model.next();
        const isLost = next?.at === due.at && next.name === due.name;
        assert(!isLost, `Lost: ${due.name} of ${key.contactId}\n${observer.report()}`);
      }
    }
  }

  expectPublished(): void {
    const published = Map.groupBy(this.#centre.chatBus.published(), ({ fact }) => fact.contactId);
    for (const key of this.#keys) {
      expectPublishedOnce(published.get(key.contactId) ?? [], this.#centre.observed.of(key).events);
    }
  }

  #next(key: ChatKey, nth: number, until: Instant): void {
    const { time, observed, invoke } = this.#centre;
    const { model } = observed.of(key);
    const at =
      nth === 0 ? time.now() + this.#random.upTo(until - time.now()) : anyInstant(this.#random, model, time.now());
    if (at >= until + seconds(1)) return;
    time.at(at, async () => {
      const command = this.#anyCommand(nth, key);
      this.#next(key, nth + 1, until);
      await invoke(({ chats }) => execute(chats, key, command), command).catch(() => undefined);
    });
  }

  #anyCommand(nth: number, key: ChatKey): ChatCommand {
    const random = this.#random;
    if (nth === 0 || random.chance(0.02)) return { type: 'start', options: anyStartOptions(random) };
    if (nth === 1) return { type: 'configure', changes: anyChanges(random, 'short') };
    if (nth === 2) return { type: 'join', participantId: 'agent', role: random.chance(0.8) ? 'AGENT' : 'CUSTOM_BOT' };
    return anyChatCommand(random, this.#centre.observed.of(key).model, { nth, lengths: 'short' });
  }
}
