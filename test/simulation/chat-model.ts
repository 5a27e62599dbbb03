import type { ParticipantRole } from '#core/chats/chat.ts';
import type { TimerRole } from '#core/chats/role-config.ts';
import { type Instant, minutes, seconds } from '#core/instant.ts';
import type { ChatAction, StartOptions } from './chat-command.ts';
import { type Due, ModelParticipant, noTimers, type Timers } from './model-participant.ts';

/** A chat by the eleven rules for timers. Its timers are started, run and are stopped; nothing is computed from inactivity. */
export class ChatModel {
  readonly #participants = new Map<string, ModelParticipant>();
  readonly #connections = new Map<string, { readonly owner: ModelParticipant; readonly openedAt: Instant }>();
  #options: StartOptions = {};
  #stored: Timers = noTimers;
  /** The timers that were stored when the last agent or custom participant joined. `undefined` while no timer runs. */
  #running: Timers | undefined;
  /** Agents and custom participants who have left hold back the auto-disconnect of the others until here. */
  #heldBackUntil = 0;
  readonly #lifeEndsAfter: number;
  #startedAt: Instant | undefined;

  /** When the customer's last connection closed, or when one was requested. */
  #customerGoneSince: Instant | undefined;
  #customerWroteAt = 0;
  #customerAskedAt: Instant | undefined;
  /** The setting of the instance at the customer's last connection. */
  #goneMinutes: number | undefined;

  constructor(lifeEndsAfter: number) {
    this.#lifeEndsAfter = lifeEndsAfter;
  }

  /** The participants that are connected. */
  participants(): readonly ModelParticipant[] {
    return [...this.#participants.values()].filter(({ isConnected }) => isConnected);
  }

  /** What is due first, if anything is. */
  next(): Due | undefined {
    return this.#dues().reduce<Due | undefined>((first, due) => (first && first.at <= due.at ? first : due), undefined);
  }

  /** Changes the chat. @returns the summaries of the events */
  apply(action: ChatAction, at: Instant): readonly string[] {
    switch (action.type) {
      case 'start':
        this.#options = action.options;
        this.#startedAt = at;
        return ['started', ...this.#join('customer', 'CUSTOMER', at)];
      case 'moveFlow': {
        const { disconnectFlow, waitBlock } = { ...this.#options, ...action.change };
        this.#options = { ...(disconnectFlow && { disconnectFlow }), ...(waitBlock && { waitBlock }) };
        return [];
      }
      case 'configure':
        for (const { role, type, value } of action.changes) {
          this.#stored = { ...this.#stored, [`${role} ${type}`]: value === 'Unset' ? undefined : value };
        }
        return ['configured'];
      case 'join':
        return this.#join(action.participantId, action.role, at);
      case 'leave': {
        const { participantId } = action;
        this.#remove([participantId], at);
        return [`left ${participantId}`, ...(participantId === 'customer' ? this.#end('customerLeft', at) : [])];
      }
      case 'write':
        return this.#write(action.participantId, at);
      case 'requestConnection': {
        if (action.participantId !== 'customer' || !this.#participants.get('customer')?.isConnected) return [];
        if (this.#customerAskedAt !== undefined && at < this.#customerAskedAt + seconds(20)) return [];
        this.#goneMinutes = action.goneMinutes;
        this.#customerAskedAt = at;
        if (this.#customerConnections().length === 0) this.#customerGoneSince ??= at;
        return [];
      }
      case 'connect': {
        const owner = this.#participants.get(action.participantId);
        if (!owner || this.#connections.get(action.connectionId)?.owner === owner) return [];
        this.#connections.set(action.connectionId, { owner, openedAt: at });
        if (owner.participantId === 'customer') {
          this.#goneMinutes = action.goneMinutes;
          this.#customerGoneSince = undefined;
        }
        return [];
      }
      case 'disconnect':
        return this.#disconnect(action.connectionId, at);
      case 'end':
        return this.#end('ended', at);
      case 'wakeUp':
        return this.#wake(at);
    }
  }

  #join(participantId: string, role: ParticipantRole, at: Instant): readonly string[] {
    const participant = new ModelParticipant(participantId, role, at);
    this.#participants.set(participantId, participant);
    if (participant.timerRole === 'AGENT') {
      this.#running = { ...this.#stored };
      this.#heldBackUntil = 0;
      for (const each of this.participants()) {
        each.isIdle = false;
        each.startTimers(this.#running, at);
      }
    }
    return [`joined ${participantId}`];
  }

  #write(participantId: string, at: Instant): readonly string[] {
    const participant = this.#participants.get(participantId);
    if (!participant?.isConnected) return [`${participantId} is not connected`];
    const wroteAt = Math.max(at, participant.activeAt);
    if (participantId === 'customer') this.#customerWroteAt = wroteAt;
    const wasIdle = participant.isIdle;
    participant.isIdle = false;
    participant.startTimers(this.#running, wroteAt);
    return wasIdle ? [`returned ${participantId}`] : [];
  }

  #remove(participantIds: readonly string[], at: Instant): void {
    for (const participantId of participantIds) {
      const participant = this.#participants.get(participantId);
      if (participant?.timerRole === 'AGENT') this.#holdBack(participant, at);
      participant?.leave();
      for (const [connectionId, { owner }] of this.#connections) {
        if (owner === participant) this.#connections.delete(connectionId);
      }
      if (participant?.timerRole === 'CUSTOMER') this.#customerGoneSince = undefined;
    }
    if (this.participants().some(({ timerRole }) => timerRole === 'AGENT')) return;
    this.#running = undefined;
    for (const participant of this.#participants.values()) participant.stopTimers();
  }

  /** Whoever leaves while active holds back the auto-disconnect for its whole length; otherwise the timer that ran goes on. */
  #holdBack({ isConnected, disconnectDue, idleDue }: ModelParticipant, at: Instant): void {
    const length = this.#running?.['AGENT DISCONNECT_NONCUSTOMER'];
    if (!isConnected || length === undefined) return;
    const until = disconnectDue ?? (idleDue === undefined ? 0 : at + minutes(length));
    this.#heldBackUntil = Math.max(this.#heldBackUntil, until);
  }

  #disconnect(connectionId: string, at: Instant): readonly string[] {
    const owner = this.#connections.get(connectionId)?.owner;
    this.#connections.delete(connectionId);
    if (!owner) return [];
    // Connections that are older than two hours have closed before, without a report.
    for (const [other, { openedAt }] of this.#connections) {
      if (openedAt + minutes(120) <= at) this.#connections.delete(other);
    }
    if (owner.participantId === 'customer' && this.#customerConnections().length === 0) this.#customerGoneSince = at;
    return [];
  }

  #customerConnections() {
    return [...this.#connections.values()].filter(({ owner }) => owner.participantId === 'customer');
  }

  /** A connection closes after two hours, even without a report. A customer who writes or asks for one is not gone. */
  #customerGoneDue(): Instant | undefined {
    const ends = this.#customerConnections().map(({ openedAt }) => openedAt + minutes(120));
    const goneSince = ends.length > 0 ? Math.max(...ends) : this.#customerGoneSince;
    if (goneSince === undefined || this.#goneMinutes === undefined) return undefined;
    const askedAt = this.#customerAskedAt ?? 0;
    const goneAt = Math.max(goneSince, this.#customerWroteAt, askedAt) + minutes(this.#goneMinutes);
    // A WebSocket that was asked for opens within 100 seconds and has half a minute to subscribe.
    return Math.max(goneAt, askedAt + seconds(130));
  }

  #end(cause: string, at: Instant): readonly string[] {
    this.#remove([...this.#participants.keys()], at);
    this.#startedAt = undefined;
    return [`ended ${cause}`];
  }

  #wake(at: Instant): readonly string[] {
    const summaries: string[] = [];
    for (let due = this.next(); due && due.at <= at; due = this.next()) summaries.push(...due.happen(at));
    return summaries;
  }

  /** In the order in which things that are due at the same instant happen. */
  #dues(): readonly Due[] {
    const goneAt = this.#customerGoneDue();
    return [
      ...this.#duesOf('CUSTOMER'),
      ...this.#duesOf('AGENT'),
      ...(goneAt === undefined ? [] : [{ at: goneAt, name: 'gone', happen: () => this.#end('customerGone', goneAt) }]),
      ...this.#lifeOver(),
    ];
  }

  #lifeOver(): readonly Due[] {
    if (this.#startedAt === undefined) return [];
    const at = this.#startedAt + this.#lifeEndsAfter;
    return [{ at, name: 'life over', happen: () => this.#end('expired', at) }];
  }

  #duesOf(role: TimerRole): readonly Due[] {
    const running = this.#running;
    if (!running) return [];
    const timed = this.participants().filter(({ timerRole }) => timerRole === role);
    const idles = timed.flatMap((participant) => {
      const { participantId, idleDue } = participant;
      if (idleDue === undefined) return [];
      const happen = (now: Instant) => {
        participant.becomeIdle(running, { due: idleDue, now });
        return [`idle ${participantId} ${running[`${role} IDLE`]}`];
      };
      return { at: idleDue, name: `idle ${participantId}`, happen };
    });
    const ends = timed.flatMap(({ disconnectDue }) => disconnectDue ?? []);
    const length = running[`${role} DISCONNECT_NONCUSTOMER`];
    if (length === undefined || ends.length < timed.length) return idles;
    const at = Math.max(...ends, role === 'AGENT' ? this.#heldBackUntil : 0);
    return [...idles, { at, name: `disconnect ${role}`, happen: () => this.#disconnectOthers(role, at) }];
  }

  #disconnectOthers(inactiveRole: TimerRole, at: Instant): readonly string[] {
    const others = this.participants().filter(({ role }) => role !== 'CUSTOMER');
    const participantIds = others.map(({ participantId }) => participantId);
    const next = others.some(({ role }) => role === 'AGENT')
      ? (this.#options.disconnectFlow ?? 'nothing')
      : this.#options.waitBlock === 'customParticipant'
        ? 'botBranch'
        : 'nothing';
    this.#remove(participantIds, at);
    const isBot = inactiveRole === 'AGENT' && !others.some(({ role }) => role === 'AGENT');
    const silent = isBot ? 'CUSTOM_BOT' : inactiveRole;
    return [`disconnected ${participantIds.toSorted().join()} by ${silent} to ${next}`];
  }
}
