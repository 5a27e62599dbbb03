import type { JobKey } from '#core/sessions/logout-job.ts';
import { type HttpRequest, RefusedRequest } from './http.ts';

/** The job that a path names. @throws RefusedRequest `notFound` when no job can have such an id. */
export function jobKeyOf({ caller }: HttpRequest, id: string): JobKey {
  const jobId = Number(id);
  if (!/^[1-9]\d*$/.test(id) || !Number.isSafeInteger(jobId)) throw noSuchJob();
  return { instanceId: caller.instanceId, jobId };
}

/** The same for an id that no job can have and one that no job has. */
export const noSuchJob = () =>
  new RefusedRequest({ type: 'notFound', message: 'There is no logout job with this id in your instance' });
