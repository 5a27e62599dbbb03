import type { AnswerOf, CallOptions } from './calls.ts';
import { checkJobId } from './checks.ts';
import type { RetryPorts } from './retry.ts';

/** A forced logout of many, in the background. */
export type Job = AnswerOf<'get', '/v1/force-logouts/{jobId}'>;

export interface WaitOptions extends CallOptions {
  /** Called each time the job was looked at. @default - nothing is reported */
  readonly onProgress?: (job: Job) => void;
}

interface Ports extends Pick<RetryPorts, 'pause' | 'random'> {
  readonly get: (path: '/v1/force-logouts/{jobId}', request: { path: { jobId: string } } & CallOptions) => Promise<Job>;
}

const firstPause = 500;
const longestPause = 5_000;

/** Waits until a job has ended, whatever its end. @returns the job as it ended */
export const makeWaitForJob =
  ({ get, pause, random }: Ports) =>
  async (jobId: number, { signal, onProgress }: WaitOptions = {}): Promise<Job> => {
    checkJobId(jobId);
    const never = new AbortController().signal;
    for (let milliseconds = firstPause; ; milliseconds = Math.min(2 * milliseconds, longestPause)) {
      const job = await get('/v1/force-logouts/{jobId}', { path: { jobId: String(jobId) }, ...(signal && { signal }) });
      onProgress?.(job);
      if ('finishedAt' in job) return job;
      await pause(milliseconds * (1 + random() / 10), signal ?? never);
    }
  };
