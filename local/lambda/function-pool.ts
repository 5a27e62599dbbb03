import { randomUUID } from 'node:crypto';
import type { FunctionDefinition } from './functions.ts';
import type { InvocationResult } from './thread-protocol.ts';
import type { WarmThread } from './warm-thread.ts';

/** How long a thread without work is kept, in milliseconds. */
const idleMillis = 60_000;

/** The threads of one function: started when needed, kept warm, ended when idle, never more than a fixed number. */
export class FunctionPool {
  readonly definition: FunctionDefinition;
  readonly #most: number;
  readonly #startThread: () => WarmThread;
  readonly #threads = new Set<WarmThread>();
  readonly #idle: { readonly thread: WarmThread; readonly timer: NodeJS.Timeout }[] = [];
  readonly #waiting: (() => void)[] = [];

  constructor(definition: FunctionDefinition, most: number, startThread: () => WarmThread) {
    this.definition = definition;
    this.#most = Math.min(most, definition.reservedConcurrency ?? most);
    this.#startThread = startThread;
  }

  /** How many invocations run at the same time at most. */
  get concurrency(): number {
    return this.#most;
  }

  /** Runs the function once with an event given as JSON text; waits when every thread is busy. */
  async invoke(payload: string, requestId: string = randomUUID()): Promise<InvocationResult> {
    const thread = await this.#take();
    try {
      return await thread.run({ requestId, payload, timeoutMillis: this.definition.timeoutSeconds * 1000 });
    } finally {
      this.#giveBack(thread);
    }
  }

  async stop(): Promise<void> {
    for (const { timer } of this.#idle) clearTimeout(timer);
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }

  async #take(): Promise<WarmThread> {
    for (;;) {
      const warm = this.#idle.pop();
      if (warm !== undefined) {
        clearTimeout(warm.timer);
        if (!warm.thread.dead) return warm.thread;
        this.#threads.delete(warm.thread);
      } else if (this.#threads.size < this.#most) {
        const thread = this.#startThread();
        this.#threads.add(thread);
        return thread;
      } else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #giveBack(thread: WarmThread): void {
    if (thread.dead) this.#threads.delete(thread);
    else {
      const timer = setTimeout(() => this.#dismiss(thread), idleMillis);
      this.#idle.push({ thread, timer: timer.unref() });
    }
    this.#waiting.shift()?.();
  }

  #dismiss(thread: WarmThread): void {
    const index = this.#idle.findIndex((warm) => warm.thread === thread);
    if (index === -1) return;
    this.#idle.splice(index, 1);
    this.#threads.delete(thread);
    void thread.end();
  }
}
