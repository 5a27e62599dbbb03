import type { Backends } from '../agents/backend.ts';
import type { Pace } from '../backend-calls.ts';
import type { Clock } from '../ports.ts';
import { nextPortion } from './pacing.ts';
import { chunksOf, sendFrom } from './plan-job.ts';
import type {
  ChunkKey,
  LogoutJobPlan,
  LogoutJobReceipts,
  LogoutJobStore,
  LogoutMessage,
  LogoutQueue,
  PageTally,
} from './ports.ts';

interface Ports {
  readonly jobs: LogoutJobStore;
  readonly plan: LogoutJobPlan;
  readonly receipts: LogoutJobReceipts;
  readonly queue: LogoutQueue;
  readonly backends: Backends;
  readonly clock: Clock;
}

/** The pace of an instance that the deployment no longer drives. */
const limitless: Pace = { perSecond: 1_000, atOnce: 1_000 };

type SendMessage = Extract<LogoutMessage, { type: 'send' }>;

/**
 * Sends a portion of a job's chunks, and the message that sends the next one when most of them are done. A message that is
 * delivered again sends the same chunks again, which are recognized by their receipts. If the job was continued from its
 * beginning, pages that are done are left out.
 */
export function makeSendChunks({ jobs, plan, receipts, queue, backends, clock }: Ports) {
  return async (message: SendMessage): Promise<void> => {
    const { type: _, page: __, chunk: ___, ...key } = message;
    const job = (await jobs.load(key))?.state;
    if (!job || job.progress.status === 'completed' || job.progress.status === 'cancelled') return;
    const tallies = await receipts.tallies(key);
    const from = nextChunk(message, tallies);
    if (!from) return;
    const page = await plan.page(key, from.page);
    if (!page) throw new Error(`Job ${key.instanceId}/${key.jobId} has a tally of page ${from.page} and no page`);
    const chunks = chunksOf(key, page);
    const agentsPerChunk = page.chunkSize ?? chunks.length;
    const pace = backends(key.instanceId)?.pace ?? limitless;
    const ahead = underWay(from, tallies, agentsPerChunk);
    const portion = nextPortion(ahead, pace, agentsPerChunk);
    if ('enoughFor' in portion) return queue.send([sendFrom(key, from)], clock.now() + portion.enoughFor);
    const sent = chunks.slice(from.chunk, from.chunk + portion.chunks);
    await queue.send(sent);
    const later = nextPortion(ahead + sent.length * agentsPerChunk, pace, agentsPerChunk);
    const notBefore = clock.now() + ('enoughFor' in later ? later.enoughFor : 0);
    await queue.send([sendFrom(key, { page: from.page, chunk: from.chunk + sent.length })], notBefore);
  };
}

/** The place itself, or the beginning of the next page that is not done. */
function nextChunk({ page, chunk }: ChunkKey, tallies: readonly PageTally[]): ChunkKey | undefined {
  const isOpen = (tally: PageTally) =>
    tally.chunksDone < tally.chunks && (tally.page > page || (tally.page === page && chunk < tally.chunks));
  const next = tallies.find(isOpen);
  if (!next) return undefined;
  return { page: next.page, chunk: next.page === page ? chunk : 0 };
}

/** Agents before this place without a result. */
function underWay({ page, chunk }: ChunkKey, tallies: readonly PageTally[], agentsPerChunk: number): number {
  const before = tallies.filter((tally) => tally.page < page).reduce((sum, { agents }) => sum + agents, 0);
  const done = tallies.reduce((sum, { agentsDone }) => sum + agentsDone, 0);
  return Math.max(0, before + chunk * agentsPerChunk - done);
}
