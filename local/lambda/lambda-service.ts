import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { realMillis, type VirtualTime } from '../clock/virtual-time.ts';
import { functionCredentials } from '../permissions/caller.ts';
import type { LostInvocation } from './dead-letter.ts';
import { FunctionPool } from './function-pool.ts';
import type { FunctionDefinition } from './functions.ts';
import type { InvocationResult } from './thread-protocol.ts';
import { type FunctionLog, WarmThread } from './warm-thread.ts';

/** Waits of the system before the second and third attempt of an asynchronous invocation, as Lambda's queue makes them. */
const retrySeconds = [60, 120];

/** What the functions of the app run in. */
export interface LambdaSettings {
  readonly functions: readonly FunctionDefinition[];
  /** Variables every function gets beside those of the template. */
  readonly surroundings: Readonly<Record<string, string>>;
  readonly time: VirtualTime;
  readonly threadsPerFunction: number;
  readonly functionLog: FunctionLog;
  /** What becomes of an asynchronous invocation that is given up. */
  readonly giveUp: (lost: LostInvocation) => Promise<void>;
  /** Takes one line for every invocation that failed. */
  readonly log: (line: string) => void;
}

/** Runs the app's functions by name. */
export class LambdaService {
  readonly #pools: ReadonlyMap<string, FunctionPool>;
  readonly #settings: LambdaSettings;
  readonly #stopping = new AbortController();
  readonly #underWay = new Set<Promise<void>>();

  constructor(settings: LambdaSettings) {
    this.#settings = settings;
    this.#pools = new Map(settings.functions.map((definition) => [definition.name, this.#openPool(definition)]));
  }

  get functionNames(): string[] {
    return [...this.#pools.keys()];
  }

  /** The function of a name, for whoever has to know more of it than its answers. */
  pool(functionName: string): FunctionPool {
    const pool = this.#pools.get(functionName);
    if (pool === undefined) throw new Error(`There is no function ${functionName}`);
    return pool;
  }

  /** Invokes and waits for the answer. A failure is an answer; it is logged here, once. */
  async invoke(functionName: string, event: string, requestId?: string): Promise<InvocationResult> {
    const result = await this.pool(functionName).invoke(event, requestId);
    if (result.failed && !this.#stopping.signal.aborted)
      this.#settings.log(`${functionName} failed: ${inOneLine(result.payload)}`);
    return result;
  }

  /** Invokes without waiting; a failure is tried again as often as the function's asynchronous invocations are. */
  invokeLater(functionName: string, event: string): void {
    const deed = this.#persist(functionName, event).finally(() => this.#underWay.delete(deed));
    this.#underWay.add(deed);
  }

  /** Lets asynchronous invocations that are running finish for a moment, then ends every thread. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.race([Promise.allSettled(this.#underWay), wait(2000, undefined, { ref: false })]);
    await Promise.all([...this.#pools.values()].map((pool) => pool.stop()));
  }

  async #persist(functionName: string, event: string): Promise<void> {
    const { definition } = this.pool(functionName);
    const { retries, maximumAgeSeconds } = definition.persistence;
    const { time, giveUp, log } = this.#settings;
    const requestId = randomUUID();
    let age = 0;
    for (const seconds of [...retrySeconds.slice(0, retries), Number.POSITIVE_INFINITY]) {
      const result = await this.invoke(functionName, event, requestId);
      age += seconds;
      if (!result.failed || this.#stopping.signal.aborted) return;
      if (age >= maximumAgeSeconds) {
        return giveUp({ definition, requestId, event, result }).catch((error: unknown) =>
          log(`A dead letter of ${functionName} is lost: ${String(error)}`),
        );
      }
      const pause = realMillis(time, seconds * 1000);
      await wait(pause, undefined, { signal: this.#stopping.signal }).catch(() => {});
    }
  }

  #openPool(definition: FunctionDefinition): FunctionPool {
    const { surroundings, time, threadsPerFunction, functionLog } = this.#settings;
    const { accessKeyId, secretAccessKey } = functionCredentials(definition.name);
    const environment = {
      ...surroundings,
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
