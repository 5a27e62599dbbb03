import type { MemoryChatStore } from '#adapters/memory/chats.ts';
import type { ChatKey } from '#core/chats/chat.ts';
import type { ChatStore } from '#core/chats/ports.ts';
import type { Instant } from '#core/instant.ts';
import type { ChatAction } from '../chat-command.ts';
import { ChatObserver } from '../chat-observer.ts';

/** The store of chats, with an observer of everything that is saved. */
export class ObservedChats {
  readonly #chats: MemoryChatStore;
  readonly #violations: unknown[];
  readonly #lifeEndsAfter: number;
  readonly #observers = new Map<string, ChatObserver>();

  /** @param lifeEndsAfter the life of a chat, in milliseconds */
  constructor(
    chats: MemoryChatStore,
    { lifeEndsAfter, violations }: { readonly lifeEndsAfter: number; readonly violations: unknown[] },
  ) {
    this.#chats = chats;
    this.#violations = violations;
    this.#lifeEndsAfter = lifeEndsAfter;
  }

  of({ contactId }: ChatKey): ChatObserver {
    const existing = this.#observers.get(contactId);
    const observer = existing ?? new ChatObserver(this.#lifeEndsAfter);
    if (!existing) this.#observers.set(contactId, observer);
    return observer;
  }

  /** The store as a process reaches it that carries out an action. */
  store(action: ChatAction, decidedAt: () => Instant): ChatStore {
    const chats = this.#chats;
    return {
      ...chats,
      save: async (next, previous) => {
        await chats.save(next, previous);
        // Otherwise only a wake-up was recorded.
        if (next.state !== previous?.state) {
          this.#observe(next.state, (observer) => observer.saved(action, decidedAt(), next));
        }
      },
      touch: async (key, participantId, at) => {
        const isTouched = await chats.touch(key, participantId, at);
        if (isTouched) this.#observe(key, (observer) => observer.touched(participantId, at));
        return isTouched;
      },
    };
  }

  #observe(key: ChatKey, see: (observer: ChatObserver) => void): void {
    const observer = this.of(key);
    try {
      see(observer);
    } catch (error) {
      this.#violations.push(new Error(`${key.contactId}\n${observer.report()}`, { cause: error }));
    }
  }
}
