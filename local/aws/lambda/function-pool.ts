import { randomUUID } from 'node:crypto';
import type { FunctionDefinition } from './functions.ts';
import type { InvocationResult } from './invocation.ts';
import type { WarmThread } from './warm-thread.ts';

/** How long an idle thread is kept, in milliseconds. */
const idleMillis = 60_000;

/** The threads of one function, up to a maximum: started when needed, kept warm, ended when idle. */
export class FunctionPool {
  readonly definition: FunctionDefinition;
  readonly #maximum: number;
  readonly #startThread: () => WarmThread;
  readonly #threads = new Set<WarmThread>();
  readonly #idle: { readonly thread: WarmThread; readonly timer: NodeJS.Timeout }[] = [];
  readonly #waiting: (() => void)[] = [];

  constructor(definition: FunctionDefinition, maximum: number, startThread: () => WarmThread) {
    this.definition = definition;
    this.#maximum = Math.min(maximum, definition.reservedConcurrency ?? maximum);
    this.#startThread = startThread;
  }

  /** The maximum number of invocations at the same time. */
  get concurrency(): number {
    return this.#maximum;
  }

  /** Runs the function once with an event as JSON text. Waits while every thread is busy. */
  async invoke(payload: string, requestId: string = randomUUID()): Promise<InvocationResult> {
    const thread = await this.#acquire();
    try {
      return await thread.run({ requestId, payload, timeoutMillis: this.definition.timeoutSeconds * 1000 });
    } finally {
      this.#release(thread);
    }
  }

  async stop(): Promise<void> {
    for (const { timer } of this.#idle) clearTimeout(timer);
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }

  async #acquire(): Promise<WarmThread> {
    for (;;) {
      const idle = this.#idle.pop();
      if (idle !== undefined) {
        clearTimeout(idle.timer);
        if (!idle.thread.dead) return idle.thread;
        this.#threads.delete(idle.thread);
      } else if (this.#threads.size < this.#maximum) {
        const thread = this.#startThread();
        this.#threads.add(thread);
        return thread;
      } else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #release(thread: WarmThread): void {
    if (thread.dead) this.#threads.delete(thread);
    else {
      const timer = setTimeout(() => this.#endIdle(thread), idleMillis);
      this.#idle.push({ thread, timer: timer.unref() });
    }
    this.#waiting.shift()?.();
  }

  #endIdle(thread: WarmThread): void {
    const index = this.#idle.findIndex((idle) => idle.thread === thread);
    if (index === -1) return;
    this.#idle.splice(index, 1);
    this.#threads.delete(thread);
    void thread.end();
  }
}
