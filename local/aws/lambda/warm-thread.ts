import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { VirtualTime } from '../virtual-time.ts';
import type { FunctionDefinition } from './functions.ts';
import { failure, type Invocation, type InvocationResult, type ThreadMessage, type ThreadStart } from './invocation.ts';

/** Receives the output of functions, a piece of text at a time. */
export type FunctionLog = (functionName: string, text: string) => void;

/** Opens a file for the output of functions. Each line is prefixed with the name of its function. */
export function openFunctionLog(file: string): { readonly write: FunctionLog; close(): Promise<void> } {
  const stream = createWriteStream(file, { flags: 'a' });
  return {
    write(functionName, text) {
      for (const line of text.split('\n'))
        if (line !== '' && !stream.writableEnded) stream.write(`${functionName} ${line}\n`);
    },
    async close() {
      stream.end();
      await once(stream, 'close');
    },
  };
}

/** A thread with one loaded function, kept warm between invocations. */
export class WarmThread {
  #dead = false;
  #loaded = false;
  readonly #worker: Worker;
  readonly #definition: FunctionDefinition;

  constructor(
    definition: FunctionDefinition,
    environment: Readonly<Record<string, string>>,
    time: VirtualTime,
    log: FunctionLog,
  ) {
    this.#definition = definition;
    const workerData: ThreadStart = {
      directory: definition.directory,
      handler: definition.handler,
      time,
      context: {
        functionName: definition.name,
        invokedFunctionArn: definition.arn,
        memoryLimitInMB: String(definition.memoryMegabytes),
      },
    };
    this.#worker = new Worker(new URL('function-thread.ts', import.meta.url), {
      workerData,
      env: environment,
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: definition.memoryMegabytes },
    });
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => log(definition.name, text));
    }
    this.#worker.once('message', () => {
      this.#loaded = true;
    });
    this.#worker.on('error', () => {
      this.#dead = true;
    });
    this.#worker.on('exit', () => {
      this.#dead = true;
    });
  }

  /** Whether the thread has ended, by itself or after a timeout. */
  get dead(): boolean {
    return this.#dead;
  }

  /** Runs one invocation at a time. After a timeout or a crash the thread is dead. */
  async run(invocation: Invocation): Promise<InvocationResult> {
    const { promise, resolve } = Promise.withResolvers<InvocationResult>();
    const onError = (error: Error) => resolve(failure(error.name, error.message, error.stack?.split('\n') ?? []));
    const onExit = () =>
      resolve(failure('Runtime.ExitError', `RequestId: ${invocation.requestId} Error: Runtime exited`));
    const seconds = this.#definition.timeoutSeconds.toFixed(2);
    const onTimeout = () => {
      resolve(
        failure(
          'Sandbox.Timedout',
          `RequestId: ${invocation.requestId} Error: Task timed out after ${seconds} seconds`,
        ),
      );
      void this.end();
    };
    // As on Lambda, the timeout does not include the cold start.
    let timer: NodeJS.Timeout | undefined;
    const startTimer = () => {
      timer = setTimeout(onTimeout, invocation.timeoutMillis);
    };
    const onMessage = (message: ThreadMessage) => (message === 'loaded' ? startTimer() : resolve(message));
    this.#worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    if (this.#loaded) startTimer();
    this.#worker.postMessage(invocation);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    }
  }

  async end(): Promise<void> {
    this.#dead = true;
    await this.#worker.terminate();
  }
}
