import type { ErrorName } from './connect-error.ts';

/**
 * A fault that a test puts in the way of a request. `error`: refused, and nothing done. `html`: a 503 in HTML, and nothing
 * done. `lostAnswer`: done, and then a 500. `hang`: done, and never answered.
 */
export type Fault =
  | { readonly type: 'error'; readonly name: ErrorName; readonly message?: string }
  | { readonly type: 'html' | 'lostAnswer' | 'hang' };

/** The faults that wait for requests, by operation. */
export class Faults {
  readonly #waiting = new Map<string, Fault[]>();

  /** Lets the next requests of an operation meet a fault. */
  next(operation: string, fault: Fault, times = 1): void {
    const waiting = this.#waiting.get(operation) ?? [];
    this.#waiting.set(operation, [...waiting, ...Array.from({ length: times }, () => fault)]);
  }

  /** The fault that a request of this operation meets now, once. */
  take(operation: string): Fault | undefined {
    return this.#waiting.get(operation)?.shift();
  }

  /** Forgets the faults that have not been met. */
  clear(): void {
    this.#waiting.clear();
  }
}
