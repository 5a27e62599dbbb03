/**
 * The jobs table. All items of a job are in one partition, `JOB#{instanceId}#{jobId}`, and all schedules of an instance in another.
 *
 * | access pattern | operation | sort key |
 * | - | - | - |
 * | one job | GetItem, PutItem | `JOB` |
 * | the selector of a job | GetItem, PutItem once | `SELECTOR` |
 * | one planned page of agents | GetItem, PutItem once | `PAGE#{page}` |
 * | progress of the pages | Query, UpdateItem | `TALLY#{page}` |
 * | results of the chunks, in order | Query, PutItem once | `RECEIPT#{page}#{chunk}` |
 * | the latest jobs of an instance: by the number of the last one, backwards | GetItem, BatchGetItem | partition `COUNTER#{instanceId}`, `JOB`; then `JOB` of each |
 * | the next job id of an instance | UpdateItem ADD | partition `COUNTER#{instanceId}`, `JOB` |
 * | one schedule | GetItem, PutItem | partition `SCHEDULES#{instanceId}`, `{scheduleId}` |
 * | the schedules of an instance by id, and their number | Query | partition `SCHEDULES#{instanceId}` |
 *
 * Page and chunk numbers are padded, so text order is number order.
 * Items carry `expiresAt` (epoch seconds, the TTL attribute); the counter does not, and of schedules only those that are deleted.
 */
export const jobsTable = { partitionKey: 'pk', sortKey: 'sk', timeToLive: 'expiresAt' } as const;

const padded = (n: number, digits: number) => String(n).padStart(digits, '0');

export const jobKeys = ({ instanceId, jobId }: { readonly instanceId: string; readonly jobId: number }) => {
  const pk = `JOB#${instanceId}#${jobId}`;
  return {
    pk,
    job: { pk, sk: 'JOB' },
    selector: { pk, sk: 'SELECTOR' },
    page: (page: number) => ({ pk, sk: `PAGE#${padded(page, 8)}` }),
    tally: (page: number) => ({ pk, sk: `TALLY#${padded(page, 8)}` }),
    receipt: (page: number, chunk: number) => ({ pk, sk: `RECEIPT#${padded(page, 8)}#${padded(chunk, 4)}` }),
  };
};

/** The number inside a job's partition key. */
export const jobIdOf = (pk: string) => Number(pk.slice(pk.lastIndexOf('#') + 1));

export const tallyPrefix = 'TALLY#';
export const receiptPrefix = 'RECEIPT#';

export const jobCounterKey = (instanceId: string) => ({ pk: `COUNTER#${instanceId}`, sk: 'JOB' });

export const scheduleItemKey = (instanceId: string, scheduleId: string) => ({
  pk: `SCHEDULES#${instanceId}`,
  sk: scheduleId,
});
