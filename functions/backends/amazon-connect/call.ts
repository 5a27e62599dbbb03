import type { ConnectClient } from '@aws-sdk/client-connect';
import { type Asked, laneOf } from '#core/backend-calls.ts';
import type { Clock, Pauses } from '#core/ports.ts';
import { backendError, faultOf } from './faults.ts';
import type { Operation } from './operations.ts';
import type { CallQuotas } from './quotas.ts';

export interface ConnectPorts {
  readonly client: ConnectClient;
  readonly quotas: CallQuotas;
  readonly clock: Clock;
  readonly pauses: Pauses;
}

/** A throttled call is made again after these pauses, or up to twice as long, and then given up: it is made at most three times. */
const pausesAfterThrottle = { urgent: [400, 800, undefined], job: [1_000, 2_000, undefined] } as const;

/**
 * Makes calls when the quota allows them. What Amazon Connect throttles all the same is made again, as long as there is time
 * for it: all attempts wait no longer together than one may.
 */
export function makeCall({ quotas, clock, pauses }: Omit<ConnectPorts, 'client'>) {
  return async <Answer>(operation: Operation, asked: Asked, send: () => Promise<Answer>): Promise<Answer> => {
    const until = quotas.endOfWait(asked);
    for (const pause of pausesAfterThrottle[laneOf(asked)]) {
      await quotas.wait(operation, asked, until);
      try {
        return await send();
      } catch (error) {
        const after = pause === undefined ? undefined : pause * (1 + pauses.chance());
        if (after === undefined || faultOf(error) !== 'busy' || clock.now() + after > until)
          throw backendError(operation, error);
        await pauses.wait(after);
      }
    }
    throw new Error('The last attempt ends the loop');
  };
}
