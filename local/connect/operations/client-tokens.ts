import { ConnectError, type ErrorName } from '../connect-error.ts';
import type { ConnectInstance } from '../state/instance.ts';
import type { Output } from './operation.ts';

/** Answers to requests that were made before, by their `ClientToken`. */
export class ClientTokens {
  readonly #conflict: ErrorName;
  readonly #used = new WeakMap<ConnectInstance, Map<string, { readonly made: string; readonly answer: Output }>>();

  /** @param conflict the error of a token that was used with other parameters */
  constructor(conflict: ErrorName) {
    this.#conflict = conflict;
  }

  /** Runs a request, or returns its answer if it was run before. Without a token it always runs. */
  once(instance: ConnectInstance, token: string | undefined, input: object, run: () => Output): Output {
    if (token === undefined) return run();
    const made = JSON.stringify(input);
    const used = this.#used.get(instance) ?? new Map();
    this.#used.set(instance, used);
    const earlier = used.get(token);
    if (earlier !== undefined && earlier.made !== made)
      throw new ConnectError(this.#conflict, 'The ClientToken was used with other parameters');
    if (earlier !== undefined) return earlier.answer;
    const answer = run();
    used.set(token, { made, answer });
    return answer;
  }
}
