// Calls to a backend, which owns the agents or chats of an instance in place of Lastcall.

/** For whom something is asked of a backend. What is urgent never waits for jobs. */
export type Lane = 'urgent' | 'job';

/**
 * Why a backend did not do what it was asked. `unknown`: it has no such agent or contact (any more). `denied`: Lastcall may not do
 * this there. `refused`: it does not take the request. `busy`: too much was asked of it. `unavailable`: it does not answer.
 */
export type BackendFault = 'unknown' | 'denied' | 'refused' | 'busy' | 'unavailable';

export class BackendError extends Error {
  override readonly name = 'BackendError';
  readonly fault: BackendFault;

  constructor(fault: BackendFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.fault = fault;
  }
}
