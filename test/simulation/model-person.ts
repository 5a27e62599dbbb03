import type { TimerRole } from '#core/chats/role-config.ts';
import { type Instant, minutes } from '#core/instant.ts';

export type Role = 'CUSTOMER' | 'AGENT' | 'SUPERVISOR' | 'CUSTOM_BOT' | 'SYSTEM';

/** Minutes of each timer of a chat. */
export type Timers = Record<`${TimerRole} ${'IDLE' | 'DISCONNECT_NONCUSTOMER'}`, number | undefined>;

export const noTimers: Timers = {
  'CUSTOMER IDLE': undefined,
  'CUSTOMER DISCONNECT_NONCUSTOMER': undefined,
  'AGENT IDLE': undefined,
  'AGENT DISCONNECT_NONCUSTOMER': undefined,
};

/** Something that is to happen if nobody does anything. */
export interface Due {
  readonly at: Instant;
  readonly what: string;
  readonly happen: () => readonly string[];
}

/** Somebody of a chat, with timers that are wound up, run and are stopped. */
export class ModelPerson {
  readonly who: string;
  readonly role: Role;
  isHere = true;
  isIdle = false;
  /** The last message, or the arrival of somebody to talk to. */
  heardAt: Instant;
  idleDue: Instant | undefined;
  disconnectDue: Instant | undefined;

  constructor(who: string, role: Role, at: Instant) {
    this.who = who;
    this.role = role;
    this.heardAt = at;
  }

  /** Whose timers this one has. */
  get side(): TimerRole | undefined {
    if (this.role === 'CUSTOMER') return 'CUSTOMER';
    return this.role === 'AGENT' || this.role === 'CUSTOM_BOT' ? 'AGENT' : undefined;
  }

  /** Starts the timers over. */
  wind(timers: Timers | undefined, at: Instant): void {
    this.heardAt = at;
    if (!this.side || !timers) return;
    const idle = timers[`${this.side} IDLE`];
    const disconnect = timers[`${this.side} DISCONNECT_NONCUSTOMER`];
    const waitsForIdle = idle !== undefined && !this.isIdle;
    this.idleDue = waitsForIdle ? at + minutes(idle) : undefined;
    this.disconnectDue = waitsForIdle || disconnect === undefined ? undefined : at + minutes(disconnect);
  }

  /** The idle timer has run out, which starts the other one. */
  goIdle(timers: Timers, at: Instant): void {
    const disconnect = this.side && timers[`${this.side} DISCONNECT_NONCUSTOMER`];
    this.isIdle = true;
    this.idleDue = undefined;
    this.disconnectDue = disconnect === undefined ? undefined : at + minutes(disconnect);
  }

  stop(): void {
    this.idleDue = undefined;
    this.disconnectDue = undefined;
  }

  leave(): void {
    this.stop();
    this.isHere = false;
    this.isIdle = false;
  }
}
