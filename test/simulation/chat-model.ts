import type { TimerRole } from '#core/chats/role-config.ts';
import { type Instant, minutes } from '#core/instant.ts';
import type { Deed, Setup } from './chat-deed.ts';
import { type Due, ModelPerson, noTimers, type Role, type Timers } from './model-person.ts';

/** A chat as the eleven rules have it: timers are wound up, run and are stopped, nothing is worked out from silence. */
export class ChatModel {
  readonly #people = new Map<string, ModelPerson>();
  readonly #sockets = new Map<string, { readonly owner: ModelPerson; readonly openedAt: Instant }>();
  #setup: Setup = {};
  #stored: Timers = noTimers;
  /** What was stored when the last agent or custom participant joined; nothing while no timer runs. */
  #running: Timers | undefined;
  #agentSideLeftAt = 0;
  /** When the customer's last socket went, or one was promised. */
  #customerLostAt: Instant | undefined;
  #customerWroteAt = 0;
  /** As the customer's last connection found it. */
  #goneMinutes: number | undefined;

  people(): readonly ModelPerson[] {
    return [...this.#people.values()].filter(({ isHere }) => isHere);
  }

  /** What is to come first, if anything is. */
  next(): Due | undefined {
    return this.#dues().reduce<Due | undefined>((first, due) => (first && first.at <= due.at ? first : due), undefined);
  }

  /** Has something happen, and says what everybody is told of it. */
  apply(deed: Deed, at: Instant): readonly string[] {
    switch (deed.does) {
      case 'start':
        this.#setup = deed.setup;
        return ['started', ...this.#enter('customer', 'CUSTOMER', at)];
      case 'configure':
        for (const { role, type, value } of deed.changes) {
          this.#stored = { ...this.#stored, [`${role} ${type}`]: value === 'Unset' ? undefined : value };
        }
        return ['configured'];
      case 'join':
        return this.#enter(deed.who, deed.role, at);
      case 'leave':
        this.#remove([deed.who], at);
        return [`left ${deed.who}`, ...(deed.who === 'customer' ? this.#end('customerLeft', at) : [])];
      case 'speak':
        return this.#speak(deed.who, at);
      case 'expect': {
        const isThere = this.#customersSockets().length > 0 || this.#customerLostAt !== undefined;
        if (deed.who !== 'customer' || isThere) return [];
        this.#goneMinutes = deed.goneMinutes;
        this.#customerLostAt = at;
        return [];
      }
      case 'connect': {
        const person = this.#people.get(deed.who);
        if (!person || this.#sockets.get(deed.socket)?.owner === person) return [];
        this.#sockets.set(deed.socket, { owner: person, openedAt: at });
        if (person.who === 'customer') {
          this.#goneMinutes = deed.goneMinutes;
          this.#customerLostAt = undefined;
        }
        return [];
      }
      case 'disconnect':
        return this.#lose(deed.socket, at);
      case 'end':
        return this.#end('ended', at);
      case 'ring':
        return this.#ring(at);
    }
  }

  #enter(who: string, role: Role, at: Instant): readonly string[] {
    const person = new ModelPerson(who, role, at);
    this.#people.set(who, person);
    if (person.side === 'AGENT') {
      this.#running = { ...this.#stored };
      for (const everybody of this.people()) everybody.wind(this.#running, at);
    }
    return [`joined ${who}`];
  }

  #speak(who: string, at: Instant): readonly string[] {
    const person = this.#people.get(who);
    if (!person?.isHere) return [`${who} is not here`];
    if (who === 'customer') this.#customerWroteAt = Math.max(at, person.heardAt);
    const wasIdle = person.isIdle;
    person.isIdle = false;
    person.wind(this.#running, Math.max(at, person.heardAt));
    return wasIdle ? [`returned ${who}`] : [];
  }

  #remove(whom: readonly string[], at: Instant): void {
    for (const who of whom) {
      const person = this.#people.get(who);
      person?.leave();
      for (const [socket, { owner }] of this.#sockets) if (owner === person) this.#sockets.delete(socket);
      if (person?.side === 'AGENT') this.#agentSideLeftAt = at;
      if (person?.side === 'CUSTOMER') this.#customerLostAt = undefined;
    }
    if (this.people().some(({ side }) => side === 'AGENT')) return;
    this.#running = undefined;
    for (const person of this.#people.values()) person.stop();
  }

  #lose(socket: string, at: Instant): readonly string[] {
    const owner = this.#sockets.get(socket)?.owner;
    this.#sockets.delete(socket);
    // Others of which nothing has been heard for two hours went before.
    if (owner)
      for (const [other, { openedAt }] of this.#sockets) if (openedAt + minutes(120) <= at) this.#sockets.delete(other);
    if (owner?.who === 'customer' && this.#customersSockets().length === 0) this.#customerLostAt = at;
    return [];
  }

  #customersSockets() {
    return [...this.#sockets.values()].filter(({ owner }) => owner.who === 'customer');
  }

  /** A socket is gone after two hours whatever is heard of it; and who writes is there. */
  #customerGoneDue(): Instant | undefined {
    const ends = this.#customersSockets().map(({ openedAt }) => openedAt + minutes(120));
    const lostAt = ends.length > 0 ? Math.max(...ends) : this.#customerLostAt;
    if (lostAt === undefined || this.#goneMinutes === undefined) return undefined;
    return Math.max(lostAt, this.#customerWroteAt) + minutes(this.#goneMinutes);
  }

  #end(cause: string, at: Instant): readonly string[] {
    this.#remove([...this.#people.keys()], at);
    return [`ended ${cause}`];
  }

  #ring(at: Instant): readonly string[] {
    const told: string[] = [];
    for (let due = this.next(); due && due.at <= at; due = this.next()) told.push(...due.happen());
    return told;
  }

  /** In the order in which things of the same instant happen. */
  #dues(): readonly Due[] {
    const gone = this.#customerGoneDue();
    return [
      ...this.#duesOf('CUSTOMER'),
      ...this.#duesOf('AGENT'),
      ...(gone === undefined ? [] : [{ at: gone, what: 'gone', happen: () => this.#end('customerGone', gone) }]),
    ];
  }

  #duesOf(side: TimerRole): readonly Due[] {
    const running = this.#running;
    if (!running) return [];
    const here = this.people().filter((person) => person.side === side);
    const idles = here.flatMap((person) => {
      const { who, idleDue } = person;
      if (idleDue === undefined) return [];
      const happen = () => {
        person.goIdle(running, idleDue);
        return [`idle ${who} ${running[`${side} IDLE`]}`];
      };
      return { at: idleDue, what: `idle ${who}`, happen };
    });
    const ends = here.flatMap(({ disconnectDue }) => disconnectDue ?? []);
    const minutesToGo = running[`${side} DISCONNECT_NONCUSTOMER`];
    if (minutesToGo === undefined || ends.length < here.length) return idles;
    const leftAt = side === 'AGENT' ? this.#agentSideLeftAt : 0;
    const at = Math.max(...ends, leftAt + minutes(minutesToGo));
    return [...idles, { at, what: `disconnect ${side}`, happen: () => this.#disconnect(side, at) }];
  }

  #disconnect(side: TimerRole, at: Instant): readonly string[] {
    const others = this.people().filter(({ role }) => role !== 'CUSTOMER');
    const whom = others.map(({ who }) => who);
    const next = others.some(({ role }) => role === 'AGENT')
      ? (this.#setup.disconnectFlow ?? 'nothing')
      : this.#setup.waitBlock === 'customParticipant'
        ? 'botBranch'
        : 'nothing';
    this.#remove(whom, at);
    return [`disconnected ${whom.toSorted().join()} by ${side} to ${next}`];
  }
}
