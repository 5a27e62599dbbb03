import { UnreadableItemError } from '../change.ts';
import { allFulfilled, inParallel } from '../in-parallel.ts';
import type { LogoutJobStore } from './ports.ts';

/** Jobs that are read at the same time. */
const width = 5;
/** Jobs that are remembered as completed: a worker meets few, the same ones again and again. */
const mostRemembered = 1_000;

/**
 * Which other jobs are completed, for agents who carry the marks of several. A completed job has the receipts of all its
 * chunks, so no chunk will look for its mark again; a failed one may still have chunks on their way.
 */
export function makeOtherJobs(jobs: Pick<LogoutJobStore, 'load'>) {
  const completed = new Set<string>();
  const isCompleted = async (instanceId: string, jobId: number) => {
    try {
      const stored = await jobs.load({ instanceId, jobId });
      return stored === undefined || ['completed', 'cancelled'].includes(stored.state.progress.status);
    } catch (error) {
      // Whether it is over is not known, and this is no fault of the agent.
      if (error instanceof UnreadableItemError) return false;
      throw error;
    }
  };

  return {
    /** What is known while one chunk is processed: completed jobs stay completed, the others are read anew. */
    of(instanceId: string) {
      const notOver = new Set<number>();
      const nameOf = (jobId: number) => `${instanceId}#${jobId}`;
      const isOver = (jobId: number) => completed.has(nameOf(jobId));
      return {
        isOver,
        unknown: (jobIds: readonly number[]) => jobIds.filter((jobId) => !isOver(jobId) && !notOver.has(jobId)),
        async learn(jobIds: readonly number[]): Promise<void> {
          const read = await inParallel(jobIds, width, (jobId) => isCompleted(instanceId, jobId));
          if (completed.size + jobIds.length > mostRemembered) completed.clear();
          for (const [n, isNow] of allFulfilled(read, 'jobs').entries()) {
            const jobId = jobIds[n];
            if (jobId === undefined) continue;
            if (isNow) completed.add(nameOf(jobId));
            else notOver.add(jobId);
          }
        },
      };
    },
  };
}
