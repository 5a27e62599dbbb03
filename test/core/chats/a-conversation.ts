import type { ChatOutcome, Decided } from '#core/chats/change.ts';
import type { Chat, ParticipantRole } from '#core/chats/chat.ts';
import { configureTimers } from '#core/chats/configure-timers.ts';
import { closeConnections, openConnection } from '#core/chats/connections.ts';
import { type ChatSettings, endChat, join, leave, startChat } from '#core/chats/participation.ts';
import { type RoleConfig, timerRoles, timerTypes } from '#core/chats/role-config.ts';
import { expire, speak } from '#core/chats/silence.ts';
import { nextStage } from '#core/chats/timers.ts';
import { minutes } from '#core/instant.ts';
import { inWords } from '#test/simulation/chat-deed.ts';
import { chatKey } from '#test/support/chats.ts';

/** Roles that others than the customer have; each participant is named by role and, if need be, a letter: `agentB`. */
type Other = Exclude<ParticipantRole, 'CUSTOMER'>;

/** How the chat is set up, and what the instance has for customers who are gone when they connect. */
type Settings = ChatSettings & { readonly goneMinutes?: number };

/** A chat on a clock of minutes, and what everybody is told. It is looked at every time something is due. */
export class Conversation {
  chat: Chat | undefined;
  /** What everybody was told since it was last asked for, with the minute. */
  #told: string[] = [];
  #minute = 0;

  readonly #goneMinutes: number | undefined;

  constructor({ goneMinutes, ...settings }: Settings = {}) {
    this.#goneMinutes = goneMinutes;
    const customer = { participantId: 'customer', displayName: 'Customer' };
    this.#do((chat, now) => startChat(chat, chatKey, { customer, ...settings }, now));
  }

  /** Stores these timers and no others. */
  configure(config: Partial<RoleConfig>): this {
    const changes = timerRoles.flatMap((role) =>
      timerTypes.map((type) => ({ role, type, value: config[role]?.[type] ?? ('Unset' as const) })),
    );
    this.#do((chat) => configureTimers(chat, changes));
    return this;
  }

  joins(participantId: string, role: Other = 'AGENT') {
    return this.#do((chat, now) => join(chat, { participantId, displayName: participantId, role }, now));
  }

  leaves(participantId: string) {
    return this.#do((chat, now) => leave(chat, participantId, now));
  }

  writes(participantId: string) {
    return this.#do((chat, now) => speak(chat, participantId, now));
  }

  connects(participantId: string, connectionId: string) {
    const goneMinutes = this.#goneMinutes !== undefined && { goneMinutes: this.#goneMinutes };
    return this.#do((chat, now) => openConnection(chat, { participantId, connectionId, ...goneMinutes }, now));
  }

  disconnects(connectionId: string) {
    return this.#do((chat, now) => closeConnections(chat, [connectionId], now));
  }

  ends() {
    return this.#do((chat, now) => endChat(chat, now));
  }

  /** Time passes until a minute of the chat, which may be part of one, and whatever is due happens on the way. */
  passesTo(minute: number): this {
    for (;;) {
      const next = this.chat && nextStage(this.chat);
      if (!next || next.at > minutes(minute)) break;
      this.#minute = Math.max(this.#minute, next.at / minutes(1));
      this.#do(expire);
    }
    this.#minute = minute;
    return this;
  }

  /** Time passes and no alarm rings. */
  passesUnnoticedTo(minute: number): this {
    this.#minute = minute;
    return this;
  }

  /** What silence has led to: who went idle and came back, who was disconnected, how it ended. */
  told(): readonly string[] {
    const told = this.#told;
    this.#told = [];
    return told;
  }

  isIdle = (participantId: string) =>
    this.chat?.participants.some((one) => one.participantId === participantId && one.idleAt !== undefined);

  isThere = (participantId: string) =>
    this.chat?.participants.some((one) => one.participantId === participantId && one.leftAt === undefined);

  #do<Refusal extends string>(
    decide: (chat: Chat | undefined, now: number) => Decided<Refusal>,
  ): ChatOutcome<Refusal>['type'] {
    const { state, events, outcome } = decide(this.chat, minutes(this.#minute));
    this.chat = state;
    const words = events.map(inWords).filter((word) => /^(idle|returned|disconnected|ended)/.test(word));
    this.#told.push(...words.map((word) => `${this.#minute}: ${word}`));
    return outcome.type;
  }
}

/** A chat with these timers, which an agent has just joined. */
export function withAgent(config: Partial<RoleConfig>, settings: Settings = {}): Conversation {
  const chat = new Conversation(settings).configure(config);
  chat.joins('agent');
  return chat;
}

/** Timers of different lengths, all four. */
export const allTimers = {
  CUSTOMER: { IDLE: 5, DISCONNECT_NONCUSTOMER: 3 },
  AGENT: { IDLE: 7, DISCONNECT_NONCUSTOMER: 10 },
} as const satisfies RoleConfig;
