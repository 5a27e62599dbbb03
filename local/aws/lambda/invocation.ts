import { setTimeout as wait } from 'node:timers/promises';
import type { VirtualTime } from '../virtual-time.ts';

/** What a function's thread is started with. */
export interface ThreadStart {
  readonly directory: string;
  /** `file.export`, as Lambda writes it. */
  readonly handler: string;
  readonly time: VirtualTime;
  readonly context: {
    readonly functionName: string;
    readonly invokedFunctionArn: string;
    readonly memoryLimitInMB: string;
  };
}

/** One invocation, sent to a thread. */
export interface Invocation {
  readonly requestId: string;
  /** The event as JSON text. */
  readonly payload: string;
  /** Real milliseconds until the function is stopped. */
  readonly timeoutMillis: number;
}

/** The result of an invocation: the handler's response, or Lambda's description of its error, as JSON text. */
export interface InvocationResult {
  readonly failed: boolean;
  readonly payload: string;
}

/** A message of a thread: once that its bundle is loaded, then one result for each invocation. */
export type ThreadMessage = 'loaded' | InvocationResult;

/** A failed invocation, described as Lambda does in its payload. */
export function failure(errorType: string, errorMessage: string, trace?: readonly string[]): InvocationResult {
  return {
    failed: true,
    payload: JSON.stringify({ errorType, errorMessage, ...(trace === undefined ? {} : { trace }) }),
  };
}

/** Waits for an invocation as long as its caller does. Undefined if it takes longer. */
export async function withTimeout<T>(timeoutMillis: number, invocation: Promise<T>): Promise<T | undefined> {
  const done = new AbortController();
  const timeout = wait(timeoutMillis, undefined, { signal: done.signal, ref: false }).catch(() => undefined);
  try {
    return await Promise.race([invocation, timeout]);
  } finally {
    done.abort();
  }
}
