import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { functionCredentials } from '../account.ts';
import type { InFlight } from '../in-flight.ts';
import { realMillis, type VirtualTime } from '../virtual-time.ts';
import type { FailedInvocation } from './dead-letter.ts';
import { FunctionPool } from './function-pool.ts';
import type { FunctionDefinition } from './functions.ts';
import type { InvocationResult } from './invocation.ts';
import { VersionChoice } from './versions.ts';
import { type FunctionLog, WarmThread } from './warm-thread.ts';

/** Lambda's pauses before the second and third attempt of an asynchronous invocation, in virtual seconds. */
const retrySeconds = [60, 120];

/** An invocation for whose result nobody waits. */
export const asynchronousInvocation = z.object({ functionName: z.string(), event: z.string() });

/** The functions of an app, and what they run with. */
export interface LambdaSettings {
  readonly functions: readonly FunctionDefinition[];
  /** Variables of every function, in addition to its own. */
  readonly environment: Readonly<Record<string, string>>;
  readonly time: VirtualTime;
  readonly threadsPerFunction: number;
  /** Folders with the bundles of another version, by the names of functions. */
  readonly otherVersion: Readonly<Record<string, string>>;
  readonly functionLog: FunctionLog;
  /** Keeps asynchronous invocations until they have ended. */
  readonly inFlight: InFlight<z.output<typeof asynchronousInvocation>>;
  /** Called when all attempts of an asynchronous invocation have failed. */
  readonly sendDeadLetter: (invocation: FailedInvocation) => Promise<void>;
  /** Receives one line for every invocation that fails. */
  readonly log: (line: string) => void;
}

/** Runs the app's functions by name. */
export class LambdaService {
  /** Which version of a function runs at an invocation. A function without another version has one only. */
  readonly versions = new VersionChoice();
  readonly #pools: ReadonlyMap<string, FunctionPool>;
  readonly #otherPools: ReadonlyMap<string, FunctionPool>;
  readonly #settings: LambdaSettings;
  readonly #stopping = new AbortController();
  readonly #inProgress = new Set<Promise<void>>();

  constructor(settings: LambdaSettings) {
    this.#settings = settings;
    this.#pools = new Map(settings.functions.map((definition) => [definition.name, this.#openPool(definition)]));
    this.#otherPools = new Map(
      settings.functions.flatMap((definition) => {
        const directory = settings.otherVersion[definition.name];
        return directory === undefined ? [] : [[definition.name, this.#openPool({ ...definition, directory })]];
      }),
    );
  }

  get functionNames(): string[] {
    return [...this.#pools.keys()];
  }

  /** The threads of a function. */
  pool(functionName: string): FunctionPool {
    const pool = this.#pools.get(functionName);
    if (pool === undefined) throw new Error(`There is no function ${functionName}`);
    return pool;
  }

  /** Invokes a function and waits for the result. A failure is a result; it is logged here, once. */
  async invoke(functionName: string, event: string, requestId?: string): Promise<InvocationResult> {
    const result = await this.#nextPool(functionName).invoke(event, requestId);
    if (result.failed && !this.#stopping.signal.aborted)
      this.#settings.log(`${functionName} failed: ${inOneLine(result.payload)}`);
    return result;
  }

  /** Invokes a function without waiting. A failure is retried according to the function's retry policy. */
  invokeAsynchronously(functionName: string, event: string): void {
    const id = randomUUID();
    this.#settings.inFlight.begin(id, { functionName, event });
    this.#invokeUntilOver(id, functionName, event);
  }

  /** Invokes again what earlier runs have not ended. */
  resume(): void {
    const { inFlight } = this.#settings;
    for (const { id, work } of inFlight.left) {
      if (this.#pools.has(work.functionName)) this.#invokeUntilOver(id, work.functionName, work.event);
      else inFlight.end(id);
    }
  }

  #invokeUntilOver(id: string, functionName: string, event: string): void {
    const invocation = this.#invokeWithRetries(functionName, event)
      .then((isOver) => {
        if (isOver) this.#settings.inFlight.end(id);
      })
      .finally(() => this.#inProgress.delete(invocation));
    this.#inProgress.add(invocation);
  }

  /** Gives running asynchronous invocations two seconds to finish, then ends every thread. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.race([Promise.allSettled(this.#inProgress), wait(2000, undefined, { ref: false })]);
    await Promise.all([...this.#pools.values(), ...this.#otherPools.values()].map((pool) => pool.stop()));
  }

  /** The threads of the version whose turn it is. */
  #nextPool(functionName: string): FunctionPool {
    const other = this.versions.next(functionName) === 'other' ? this.#otherPools.get(functionName) : undefined;
    this.versions.count(functionName, other === undefined ? 'assembly' : 'other');
    return other ?? this.pool(functionName);
  }

  /** @returns false if the service stops before the last attempt */
  async #invokeWithRetries(functionName: string, event: string): Promise<boolean> {
    const { definition } = this.pool(functionName);
    const { retries, maximumAgeSeconds } = definition.retryPolicy;
    const { time, sendDeadLetter, log } = this.#settings;
    const requestId = randomUUID();
    let age = 0;
    for (const seconds of [...retrySeconds.slice(0, retries), Number.POSITIVE_INFINITY]) {
      const result = await this.invoke(functionName, event, requestId);
      age += seconds;
      if (!result.failed) return true;
      if (this.#stopping.signal.aborted) return false;
      if (age >= maximumAgeSeconds) {
        await sendDeadLetter({ definition, requestId, event, result }).catch((error: unknown) =>
          log(`A dead letter of ${functionName} is lost: ${String(error)}`),
        );
        return true;
      }
      const pause = realMillis(time, seconds * 1000);
      await wait(pause, undefined, { signal: this.#stopping.signal }).catch(() => {});
    }
    return true;
  }

  #openPool(definition: FunctionDefinition): FunctionPool {
    const { environment: common, time, threadsPerFunction, functionLog } = this.#settings;
    const { accessKeyId, secretAccessKey } = functionCredentials(definition.name);
    const environment = {
      ...common,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_LAMBDA_FUNCTION_NAME: definition.name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMegabytes),
      LAMBDA_TASK_ROOT: definition.directory,
      _HANDLER: definition.handler,
      ...definition.environment,
    };
    return new FunctionPool(
      definition,
      threadsPerFunction,
      () => new WarmThread(definition, environment, time, functionLog),
    );
  }
}

function inOneLine(payload: string): string {
  const { errorType, errorMessage } = JSON.parse(payload);
  return `${errorType}: ${String(errorMessage).replaceAll(/\s+/g, ' ')}`;
}
