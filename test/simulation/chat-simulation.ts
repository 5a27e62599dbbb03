import { makeMemoryWakeUpBuckets } from '#adapters/memory/wake-ups.ts';
import type { ChatKey } from '#core/chats/chat.ts';
import { type ChatUseCases, makeChatUseCases } from '#core/chats/use-cases.ts';
import { days } from '#core/instant.ts';
import type { Clock, Sockets } from '#core/ports.ts';
import type { WakeUp } from '#core/wake-ups/ports.ts';
import { makeWakeUps } from '#core/wake-ups/schedule.ts';
import { makeWakeUpUseCases, type WakeUpUseCases } from '#core/wake-ups/use-cases.ts';
import { memoryChatPorts } from '#test/support/chat-room.ts';
import { intercept } from '#test/support/intercept.ts';
import { type ChatAction, type ChatCommand, execute, settingsAt } from './chat-command.ts';
import { ChatObserver } from './chat-observer.ts';
import type { Disturbances } from './disturbances.ts';
import { type Faults, Invocation } from './invocation.ts';
import type { SlowTime } from './virtual-time.ts';
import { earlyOrLate, makeVirtualWakeUpQueue } from './wake-up-queue.ts';

type UseCases = ChatUseCases & WakeUpUseCases;

/** WebSockets that are never gone before they are closed. */
const sockets: Sockets = {
  send: async () => [],
  deliver: async () => ({ gone: [], unreached: [] }),
  close: async () => [],
};

/** Chats, wake-ups and sweeps on virtual time. Every command and wake-up is an invocation that can be killed. */
export class ChatSimulation {
  /** Violations of a rule, and failures that were not planned. */
  readonly violations: unknown[] = [];
  readonly #observers = new Map<string, ChatObserver>();
  readonly #ports;
  readonly #buckets = makeMemoryWakeUpBuckets();
  readonly #time: SlowTime;
  readonly #disturbances: Disturbances;
  readonly #queue;
  readonly #chatDays: number;

  /** @param chatDays after how many days a chat ends that nobody has ended */
  constructor(time: SlowTime, disturbances: Disturbances, chatDays: number) {
    this.#chatDays = chatDays;
    this.#time = time;
    this.#disturbances = disturbances;
    this.#ports = memoryChatPorts(time);
    this.#queue = makeVirtualWakeUpQueue({
      time,
      delays: ({ at }) => disturbances.wakeUpDelays().map((late) => late + earlyOrLate(at - time.now())),
      wake: (wakeUp) => this.#invoke({ type: 'wakeUp' }, ({ wake }) => wake(wakeUp)),
    });
  }

  /** Gives a command. The caller may get no answer. */
  async execute(key: ChatKey, command: ChatCommand): Promise<void> {
    await this.#invoke(command, (useCases) => execute(useCases, key, command)).catch(() => undefined);
  }

  async sweep(faults: Faults): Promise<void> {
    await this.#invoke({ type: 'wakeUp' }, ({ sweep }) => sweep(), faults).catch(() => undefined);
  }

  observer({ instanceId, contactId }: ChatKey): ChatObserver {
    const name = `${instanceId}/${contactId}`;
    const existing = this.#observers.get(name);
    const observer = existing ?? new ChatObserver(days(this.#chatDays));
    if (!existing) this.#observers.set(name, observer);
    return observer;
  }

  published() {
    return this.#ports.bus.published();
  }

  /** @throws what the work throws. If it was not planned, it is a violation too. */
  async #invoke(
    action: ChatAction,
    work: (useCases: UseCases) => Promise<unknown>,
    faults = this.#disturbances.faults,
  ): Promise<void> {
    const invocation = new Invocation(faults);
    try {
      await invocation.run(async () => work(this.#useCases(invocation, action)));
    } catch (error) {
      if (!isPlanned(error)) this.violations.push(error);
      throw error;
    }
  }

  #useCases(invocation: Invocation, action: ChatAction): UseCases {
    const connect = <Port extends object>(port: Port) => invocation.connect(this.#slow(port));
    const clock = this.#time;
    let decidedAt = clock.now();
    const decidingClock: Clock = { now: () => (decidedAt = clock.now()) };
    const [buckets, connectedQueue] = [connect(this.#buckets), connect(this.#queue)];
    // One call for each wake-up, so that a process can be killed when only some of them are accepted.
    const queue = {
      async send(wakeUps: readonly WakeUp[]) {
        for (const wakeUp of wakeUps) await connectedQueue.send([wakeUp]);
      },
    };
    const { chatSettings } = this.#ports;
    const chats = makeChatUseCases({
      ...this.#ports,
      chats: connect(this.#observed(action, () => decidedAt)),
      chatSettings: connect({ ...chatSettings, load: async () => settingsAt(action) }),
      bus: connect(this.#ports.bus),
      sockets: connect(sockets),
      wakeUps: makeWakeUps({ buckets, queue, clock }),
      clock: decidingClock,
      chatDays: () => this.#chatDays,
    });
    const until = (instant: number) => clock.pause(instant - clock.now());
    const { wakeChat: chat } = chats;
    return {
      ...chats,
      ...makeWakeUpUseCases({ buckets, queue, clock, until }, { agent: unused, job: unused, chat, schedule: unused }),
    };
  }

  /** The port with calls that take time. */
  #slow<Port extends object>(port: Port): Port {
    return intercept(port, async (_, call) => {
      const [there, back] = [this.#disturbances.delay(), this.#disturbances.delay()];
      if (there > 0) await this.#time.pause(there);
      const answer = await call();
      if (back > 0) await this.#time.pause(back);
      return answer;
    });
  }

  /** The store, with observers of everything that is saved. */
  #observed(action: ChatAction, decidedAt: () => number) {
    const { chats } = this.#ports;
    const observe = (key: ChatKey, see: (observer: ChatObserver) => void) => {
      const observer = this.observer(key);
      try {
        see(observer);
      } catch (error) {
        this.violations.push(new Error(`${key.contactId}\n${observer.report()}`, { cause: error }));
      }
    };
    return {
      ...chats,
      async save(...[next, previous]: Parameters<typeof chats.save>) {
        await chats.save(next, previous);
        // Only a wake-up was recorded.
        if (next.state === previous?.state) return;
        observe(next.state, (observer) => observer.saved(action, decidedAt(), next));
      },
      async touch(...[key, participantId, at]: Parameters<typeof chats.touch>) {
        const touched = await chats.touch(key, participantId, at);
        if (touched) observe(key, (observer) => observer.touched(participantId, at));
        return touched;
      },
    };
  }
}

const unused = () => Promise.reject(new Error('Only chats have wake-ups here'));

const isPlanned = (error: unknown): boolean =>
  error instanceof AggregateError
    ? error.errors.every(isPlanned)
    : error instanceof Error && ['KilledError', 'FaultyCallError'].includes(error.name);
