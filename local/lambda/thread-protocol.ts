import type { VirtualTime } from '../clock/virtual-time.ts';

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

/** What an invocation came to: the handler's answer, or Lambda's description of its error, as JSON text. */
export interface InvocationResult {
  readonly failed: boolean;
  readonly payload: string;
}

/** What a thread says: once that its bundle is read, then one result for each invocation. */
export type ThreadMessage = 'loaded' | InvocationResult;

/** Describes an error as Lambda does in the payload of a failed invocation. */
export function failure(errorType: string, errorMessage: string, trace?: readonly string[]): InvocationResult {
  return {
    failed: true,
    payload: JSON.stringify({ errorType, errorMessage, ...(trace === undefined ? {} : { trace }) }),
  };
}
