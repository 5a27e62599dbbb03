import type { Caller, Scope } from '#core/access/access.ts';
import type { Canceller, LogoutOrder, Origin } from '#core/agents/logout-order.ts';
import type { JobKey } from '#core/forced-logouts/logout-job.ts';
import { hasGroups, type Selector } from '#core/forced-logouts/selector.ts';
import { type HttpRequest, RefusedRequest } from './http.ts';
import { isFault, readIpAddress, writeIpAddress } from './ip-text.ts';

/** The scope that a forced logout needs: for one agent named by id either scope is enough, for more only `logout:bulk`. */
export function logoutScope(selector: Selector, caller: Caller): Scope {
  const isOne = selector.agentIds.length === 1 && !hasGroups(selector);
  return isOne && !caller.scopes.includes('logout:bulk') ? 'logout:one' : 'logout:bulk';
}

/** Where a request came from. An address that is none, which a proxy may name, is left out. */
export function originOf({ via, sourceIp }: Pick<HttpRequest, 'via' | 'sourceIp'>): Origin {
  const address = readIpAddress(sourceIp);
  return isFault(address) ? { via } : { via, ipAddress: writeIpAddress(address) };
}

/** Who asks for a forced logout, and where. */
export const orderedBy = (request: Pick<HttpRequest, 'caller' | 'via' | 'sourceIp'>) =>
  ({ requestedBy: request.caller.callerId, from: originOf(request) }) satisfies LogoutOrder;

/** Who takes back what was ordered, and where. */
export const cancelledBy = (request: Pick<HttpRequest, 'caller' | 'via' | 'sourceIp'>): Canceller => ({
  cancelledBy: request.caller.callerId,
  cancelledFrom: originOf(request),
});

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
