import fc from 'fast-check';
import { expire, participantWrote } from '#core/chats/activity.ts';
import type { Chat, ParticipantRole } from '#core/chats/chat.ts';
import { configureTimers } from '#core/chats/configure-timers.ts';
import { closeConnections, openConnection } from '#core/chats/connections.ts';
import type { ChatOutcome, Decided } from '#core/chats/decision.ts';
import { type FlowChange, moveFlow } from '#core/chats/flow-position.ts';
import { endChat, join, leave, type StartChat, startChat } from '#core/chats/participation.ts';
import { type RoleConfig, timerRoles, timerTypes } from '#core/chats/role-config.ts';
import { nextStage } from '#core/chats/timers.ts';
import { minutes } from '#core/instant.ts';
import { chatKey, summaryOf } from '#test/support/chats.ts';

/** How the chat is started, and the instance's setting for customers who are gone when they connect. */
type Options = Omit<StartChat, 'customer'> & { readonly goneMinutes?: number };

/** More wake-ups than anything takes that a test waits for. With a chat that is woken for ever the test fails. */
const mostWakeUps = 200;

/** A chat on a clock that counts minutes. Its wake-up fires whenever something is due. */
export class TimedChat {
  state: Chat | undefined;
  #notices: string[] = [];
  /** In whole milliseconds, so that what is due at an instant is due when the clock shows it. */
  #now = 0;

  readonly #goneMinutes: number | undefined;

  constructor({ goneMinutes, ...options }: Options = {}) {
    this.#goneMinutes = goneMinutes;
    const customer = { participantId: 'customer', displayName: 'Customer' };
    this.#change((chat, now) => startChat(chat, chatKey, { customer, ...options }, now));
  }

  /** Stores these timers and no others. */
  configure(config: Partial<RoleConfig>): this {
    const changes = timerRoles.flatMap((role) =>
      timerTypes.map((type) => ({ role, type, value: config[role]?.[type] ?? ('Unset' as const) })),
    );
    this.#change((chat) => configureTimers(chat, changes));
    return this;
  }

  moveFlow(change: FlowChange) {
    return this.#change((chat) => moveFlow(chat, change));
  }

  join(participantId: string, role: Exclude<ParticipantRole, 'CUSTOMER'> = 'AGENT') {
    return this.#change((chat, now) => join(chat, { participantId, displayName: participantId, role }, now));
  }

  leave(participantId: string) {
    return this.#change((chat, now) => leave(chat, participantId, now));
  }

  write(participantId: string) {
    return this.#change((chat, now) => participantWrote(chat, participantId, now));
  }

  connect(participantId: string, connectionId: string) {
    const goneMinutes = this.#goneMinutes !== undefined && { goneMinutes: this.#goneMinutes };
    return this.#change((chat, now) => openConnection(chat, { participantId, connectionId, ...goneMinutes }, now));
  }

  disconnect(connectionId: string) {
    return this.#change((chat, now) => closeConnections(chat, [connectionId], now));
  }

  end() {
    return this.#change((chat, now) => endChat(chat, now));
  }

  /** Sets the clock to a minute, which may be a fraction. Whatever is due on the way happens when it is due. */
  advanceTo(minute: number): this {
    for (let wakeUps = 0; ; wakeUps += 1) {
      const next = this.state && nextStage(this.state);
      if (!next || next.at > Math.round(minutes(minute))) break;
      if (wakeUps > mostWakeUps) throw new Error(`Wake-ups do not end: what is due is ${next.type}`);
      this.#now = Math.max(this.#now, next.at);
      this.#change(expire);
    }
    this.#now = Math.round(minutes(minute));
    return this;
  }

  /** Sets the clock, and no wake-up fires on the way. */
  advanceWithoutWakeUpTo(minute: number): this {
    this.#now = Math.round(minutes(minute));
    return this;
  }

  /** What inactivity has led to since the last call, each with its minute: who became idle or returned, who was disconnected, how the chat ended. */
  takeNotices(): readonly string[] {
    const notices = this.#notices;
    this.#notices = [];
    return notices;
  }

  isIdle = (participantId: string) =>
    this.state?.participants.some((each) => each.participantId === participantId && each.idleAt !== undefined);

  isConnected = (participantId: string) =>
    this.state?.participants.some((each) => each.participantId === participantId && each.leftAt === undefined);

  #change<Refusal extends string>(
    decide: (chat: Chat | undefined, now: number) => Decided<Refusal>,
  ): ChatOutcome<Refusal>['type'] {
    const { state, events, outcome } = decide(this.state, this.#now);
    this.state = state;
    const notices = events.map(summaryOf).filter((summary) => /^(idle|returned|disconnected|ended)/.test(summary));
    this.#notices.push(...notices.map((notice) => `${this.#now / minutes(1)}: ${notice}`));
    return outcome.type;
  }
}

/** A chat with these timers, which an agent has just joined. */
export function withAgent(config: Partial<RoleConfig>, options: Options = {}): TimedChat {
  const chat = new TimedChat(options).configure(config);
  chat.join('agent');
  return chat;
}

/** All four timers, of different lengths. */
export const allTimers = {
  CUSTOMER: { IDLE: 5, DISCONNECT_NONCUSTOMER: 3 },
  AGENT: { IDLE: 7, DISCONNECT_NONCUSTOMER: 10 },
} as const satisfies RoleConfig;

const anyMinutes = fc.option(fc.integer({ min: 2, max: 480 }), { nil: undefined });
const anyTimers = fc.record({ IDLE: anyMinutes, DISCONNECT_NONCUSTOMER: anyMinutes }).map((pair) => ({
  ...(pair.IDLE !== undefined && { IDLE: pair.IDLE }),
  ...(pair.DISCONNECT_NONCUSTOMER !== undefined && { DISCONNECT_NONCUSTOMER: pair.DISCONNECT_NONCUSTOMER }),
}));
/** Any of the sixteen combinations of the four timers, of any length. */
export const anyConfig: fc.Arbitrary<RoleConfig> = fc.record({ CUSTOMER: anyTimers, AGENT: anyTimers });
