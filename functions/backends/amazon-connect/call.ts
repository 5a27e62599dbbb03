import type { ConnectClient } from '@aws-sdk/client-connect';
import { BackendError, type Lane } from '#core/backend-calls.ts';
import type { Clock, Pauses } from '#core/ports.ts';
import { backendError, faultOf } from './faults.ts';
import type { Operation, Turn } from './quotas.ts';

export interface ConnectPorts {
  readonly client: ConnectClient;
  readonly turn: Turn;
  readonly clock: Clock;
  readonly pauses: Pauses;
}

/** A throttled call is made again after these pauses, and then given up. */
const pausesAfterThrottle = [1_000, 2_000] as const;

/** Makes calls in their turn. What Amazon Connect throttles all the same is made again. */
export function makeCall({ turn, pauses }: ConnectPorts) {
  return async <Answer>(operation: Operation, lane: Lane, send: () => Promise<Answer>): Promise<Answer> => {
    for (const pause of [...pausesAfterThrottle, undefined]) {
      await turn(operation, lane);
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
