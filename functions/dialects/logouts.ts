import type { Caller, Scope } from '#core/access/access.ts';
import type { JobKey } from '#core/forced-logouts/logout-job.ts';
import { hasGroups, type Selector } from '#core/forced-logouts/selector.ts';
import { type HttpRequest, RefusedRequest } from './http.ts';

/** The scope that a forced logout needs: for one agent named by id either scope is enough, for more only `logout:bulk`. */
export function logoutScope(selector: Selector, caller: Caller): Scope {
  const isOne = selector.agentIds.length === 1 && !hasGroups(selector);
  return isOne && !caller.scopes.includes('logout:bulk') ? 'logout:one' : 'logout:bulk';
}

/** The job that a path names. @throws RefusedRequest `notFound` when no job can have such an id. */
export function jobKeyOf({ caller }: Pick<HttpRequest, 'caller'>, id: string): JobKey {
  const jobId = Number(id);
  if (!/^[1-9]\d*$/.test(id) || !Number.isSafeInteger(jobId)) throw noSuchJob();
  return { instanceId: caller.instanceId, jobId };
}

/** Whether the caller may read of a job: one who is limited to teams only of those that the caller has asked for. */
export const mayReadJob = ({ teamIds, callerId }: Caller, requestedBy: string): boolean =>
  teamIds === undefined || requestedBy === callerId;

/** The same for an id that no job can have and one that no job has. */
export const noSuchJob = () =>
  new RefusedRequest({ type: 'notFound', message: 'There is no logout job with this id in your instance' });
