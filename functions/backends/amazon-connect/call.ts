import type { ConnectClient } from '@aws-sdk/client-connect';
import { BackendError, type Lane } from '#core/backend-calls.ts';
import type { Clock, Pauses } from '#core/ports.ts';
import { backendError, faultOf } from './faults.ts';
import type { AwaitQuota, Operation } from './quotas.ts';

export interface ConnectPorts {
  readonly client: ConnectClient;
  readonly awaitQuota: AwaitQuota;
  readonly clock: Clock;
  readonly pauses: Pauses;
}

/** A throttled call is made again after these pauses, and then given up. */
const pausesAfterThrottle = [1_000, 2_000] as const;

/** Makes calls when the quota allows them. What Amazon Connect throttles all the same is made again. */
export function makeCall({ awaitQuota, pauses }: ConnectPorts) {
  return async <Answer>(operation: Operation, lane: Lane, send: () => Promise<Answer>): Promise<Answer> => {
    for (const pause of [...pausesAfterThrottle, undefined]) {
      await awaitQuota(operation, lane);
      try {
        return await send();
      } catch (error) {
        if (pause === undefined || faultOf(error) !== 'busy') throw backendError(operation, error);
        await pauses.wait(pause * (1 + pauses.chance()));
      }
    }
    throw new BackendError('busy', `Amazon Connect, ${operation}: throttled`);
  };
}
