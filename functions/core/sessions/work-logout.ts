import type { makePlanJob } from './plan-job.ts';
import type { LogoutMessage } from './ports.ts';
import type { makeWorkChunk } from './work-chunk.ts';

interface Ports {
  readonly planJob: ReturnType<typeof makePlanJob>;
  readonly workChunk: ReturnType<typeof makeWorkChunk>;
  /** The delivery on which what fails is recorded; the queue should deliver once more, for a worker that dies at it. */
  readonly attempts: number;
}

/** Does one unit of a job's work. */
export function makeWorkLogout({ planJob, workChunk, attempts }: Ports) {
  return (message: LogoutMessage, { attempt }: { attempt: number }): Promise<void> => {
    const delivery = { lastAttempt: attempt >= attempts };
    return message.type === 'plan' ? planJob(message, delivery) : workChunk(message, delivery);
  };
}
