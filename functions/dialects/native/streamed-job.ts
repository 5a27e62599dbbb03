import type { Recorded } from '#core/change.ts';
import type { JobEnd } from '#core/forced-logouts/events.ts';
import { endedBeforeItBegan, type JobProgress } from '#core/forced-logouts/logout-job.ts';
import { toIso } from '#core/instant.ts';
import type { StreamedItem } from '#core/streaming/ports.ts';
import { knownOf } from './job-view.ts';

const statuses = {
  LogoutJobCompleted: 'completed',
  LogoutJobFailed: 'failed',
  LogoutJobCancelled: 'cancelled',
} as const satisfies Record<JobEnd['type'], JobProgress['status']>;

/**
 * The end of a job as streaming endpoints get it: a payload as Standard Webhooks recommend, with what the event says of the
 * job in the words of `GET /v1/force-logouts/{jobId}`, and where that is.
 *
 * @param apiUrl - where callers reach the HTTP API, without a slash at the end
 */
export function streamedJob({ eventId, at, fact }: Recorded<JobEnd>, apiUrl: string): StreamedItem {
  const { type, instanceId, jobId, finishedAt } = fact;
  const data = {
    instanceId,
    ...knownOf(fact, { status: statuses[type], hasBegun: !endedBeforeItBegan(fact) }),
    finishedAt: toIso(finishedAt),
    ...('counts' in fact && { counts: fact.counts }),
    ...('failure' in fact && { failure: fact.failure }),
    ...('cancelledBy' in fact && { cancelledBy: fact.cancelledBy }),
    link: `${apiUrl}/v1/force-logouts/${jobId}`,
  };
  return { id: eventId, body: JSON.stringify({ type, timestamp: toIso(at), data }) };
}
