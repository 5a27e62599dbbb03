import type { ParticipantRole } from '#core/chats/chat.ts';
import type { TimerRole } from '#core/chats/role-config.ts';
import { type Instant, minutes } from '#core/instant.ts';

/** The minutes of each timer of a chat. */
export type Timers = Record<`${TimerRole} ${'IDLE' | 'DISCONNECT_NONCUSTOMER'}`, number | undefined>;

export const noTimers: Timers = {
  'CUSTOMER IDLE': undefined,
  'CUSTOMER DISCONNECT_NONCUSTOMER': undefined,
  'AGENT IDLE': undefined,
  'AGENT DISCONNECT_NONCUSTOMER': undefined,
};

/** What happens at an instant if nobody does anything before. */
export interface Due {
  readonly at: Instant;
  readonly name: string;
  /** @returns the summaries of the events */
  readonly happen: (now: Instant) => readonly string[];
}

/** A participant in the model of a chat, with timers that are started and stopped. */
export class ModelParticipant {
  readonly participantId: string;
  readonly role: ParticipantRole;
  isConnected = true;
  isIdle = false;
  /** The last message, or the last start of the timers. */
  activeAt: Instant;
  idleDue: Instant | undefined;
  disconnectDue: Instant | undefined;

  constructor(participantId: string, role: ParticipantRole, at: Instant) {
    this.participantId = participantId;
    this.role = role;
    this.activeAt = at;
  }

  /** The role whose timers this participant has. */
  get timerRole(): TimerRole | undefined {
    if (this.role === 'CUSTOMER') return 'CUSTOMER';
    return this.role === 'AGENT' || this.role === 'CUSTOM_BOT' ? 'AGENT' : undefined;
  }

  startTimers(timers: Timers | undefined, at: Instant): void {
    this.activeAt = at;
    if (!this.timerRole || !timers) return;
    const idle = timers[`${this.timerRole} IDLE`];
    const disconnect = timers[`${this.timerRole} DISCONNECT_NONCUSTOMER`];
    const waitsForIdle = idle !== undefined && !this.isIdle;
    this.idleDue = waitsForIdle ? at + minutes(idle) : undefined;
    this.disconnectDue = waitsForIdle || disconnect === undefined ? undefined : at + minutes(disconnect);
  }

  /** The idle timer has expired at `due`, which starts the other one. That leaves a minute from `now`, when it is noticed. */
  becomeIdle(timers: Timers, { due, now }: { readonly due: Instant; readonly now: Instant }): void {
    const disconnect = this.timerRole && timers[`${this.timerRole} DISCONNECT_NONCUSTOMER`];
    this.isIdle = true;
    this.idleDue = undefined;
    this.disconnectDue = disconnect === undefined ? undefined : Math.max(due + minutes(disconnect), now + minutes(1));
  }

  stopTimers(): void {
    this.idleDue = undefined;
    this.disconnectDue = undefined;
  }

  leave(): void {
    this.stopTimers();
    this.isConnected = false;
    this.isIdle = false;
  }
}
