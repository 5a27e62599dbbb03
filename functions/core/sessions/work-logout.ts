import type { Report } from '../ports.ts';
import type { makeAbandonJob, makePlanJob } from './plan-job.ts';
import type { LogoutMessage } from './ports.ts';
import type { makeWorkChunk } from './work-chunk.ts';

interface Ports {
  readonly planJob: ReturnType<typeof makePlanJob>;
  readonly abandonJob: ReturnType<typeof makeAbandonJob>;
  readonly workChunk: ReturnType<typeof makeWorkChunk>;
  readonly report: Report;
  /** The delivery on which what fails is recorded; the queue should deliver once more, for a worker that dies at it. */
  readonly attempts: number;
}

/** Does one unit of a job's work. What still fails on the last attempt is recorded in the job instead of thrown. */
export function makeWorkLogout({ planJob, abandonJob, workChunk, report, attempts }: Ports) {
  return async (message: LogoutMessage, { attempt }: { attempt: number }): Promise<void> => {
    const lastAttempt = attempt >= attempts;
    if (message.type === 'chunk') return workChunk(message, { lastAttempt });
    try {
      await planJob(message);
    } catch (error) {
      if (!lastAttempt) throw error;
      report('A page of a job could not be planned', error);
      await abandonJob(message, 'Its agents could not be looked up');
    }
  };
}
