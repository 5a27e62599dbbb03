import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { agentItem } from '#adapters/dynamodb/agent-item.ts';
import { isWritten } from '#adapters/dynamodb/document-client.ts';
import { jobCounterKey } from '#adapters/dynamodb/jobs-table.ts';
import { inParallel } from '#core/in-parallel.ts';
import type { Clock } from '#core/ports.ts';
import type { WakeUp, WakeUps, WakeUpTarget } from '#core/wake-ups/ports.ts';
import { type Item, itemsOf } from './tables.ts';

interface Ports {
  readonly client: DynamoDBDocumentClient;
  readonly tables: Readonly<Record<'Agents' | 'Jobs' | 'Chats', string>>;
  readonly wakeUps: WakeUps;
  readonly clock: Clock;
  readonly dryRun: boolean;
}

/** What was found. */
export interface Woken {
  readonly agents: number;
  readonly jobs: number;
  readonly chats: number;
  readonly schedules: number;
  /** Items that no version that is known here can read. They are left alone. */
  readonly unreadable: number;
  /** Instances whose next job gets a higher number than before, with the number of their latest job. */
  readonly counters: ReadonlyMap<string, number>;
}

/** Wake-ups that are due are set for so many milliseconds ahead: by then functions have seen that leases begin again. */
const soon = 10_000;

/**
 * Sets the wake-up of everything that waits for one: of each agent, job, schedule and chat with a wake-up or an outbox in its item.
 * After a restore the item may say that one is set that is in no queue and no bucket any more. A wake-up that is set twice
 * does no harm. Also makes the numbers of jobs go on above all that are known.
 */
export async function wakeAll({ client, tables, wakeUps, clock, dryRun }: Ports): Promise<Woken> {
  const counts = { agent: 0, job: 0, chat: 0, schedule: 0 };
  let unreadable = 0;
  const latestJobs = new Map<string, number>();
  const noteJob = (instanceId: string, jobId: number) =>
    latestJobs.set(instanceId, Math.max(latestJobs.get(instanceId) ?? 0, jobId));

  for (const table of [tables.Agents, tables.Jobs, tables.Chats]) {
    const due: WakeUp[] = [];
    for await (const item of itemsOf(client, table)) {
      const target = targetOf(item);
      if (target === undefined) continue;
      if (target.kind === 'job') noteJob(target.instanceId, target.jobId);
      if (target.kind === 'agent') {
        const marks = marksOf(target, item);
        if (marks === undefined) unreadable += 1;
        for (const jobId of marks ?? []) noteJob(target.instanceId, jobId);
      }
      const { wu, ob } = waitingShape.parse(item);
      if (wu === undefined && ob === undefined) continue;
      counts[target.kind] += 1;
      due.push({ ...target, at: Math.max(wu ?? 0, clock.now() + soon) });
    }
    if (!dryRun) await inParallel(due, 20, (wakeUp) => wakeUps.set(wakeUp)).then(allDone);
  }
  const counters = dryRun ? new Map<string, number>() : await raiseCounters(client, tables.Jobs, latestJobs);
  return {
    ...{ agents: counts.agent, jobs: counts.job, chats: counts.chat, schedules: counts.schedule },
    unreadable,
    counters,
  };
}

const waitingShape = z.looseObject({ wu: z.number().optional().catch(undefined), ob: z.unknown().optional() });
const keyShape = z.looseObject({ pk: z.string(), sk: z.string().optional() });

/** The aggregate that an item is, if it is one. Ids contain no `#`. */
function targetOf(item: Item): Exclude<WakeUpTarget, { kind: 'instance' | 'import' }> | undefined {
  const { pk, sk } = keyShape.parse(item);
  const [kind, instanceId = '', id = ''] = pk.split('#');
  if (kind === 'AGENT' && sk === 'AGENT') return { kind: 'agent', instanceId, agentId: id };
  if (kind === 'JOB' && sk === 'JOB') return { kind: 'job', instanceId, jobId: Number(id) };
  if (kind === 'SCHEDULES' && sk !== undefined) return { kind: 'schedule', instanceId, scheduleId: sk };
  if (kind === 'CHAT' && sk === 'CHAT') return { kind: 'chat', instanceId, contactId: id };
  return undefined;
}

/** The jobs that have reached an agent lately; `undefined` if the item cannot be read. */
function marksOf(target: Extract<WakeUpTarget, { kind: 'agent' }>, item: Item): readonly number[] | undefined {
  try {
    return agentItem.fromItem(target, item).state.logoutMarks.map(({ jobId }) => jobId);
  } catch {
    return undefined;
  }
}

async function raiseCounters(client: DynamoDBDocumentClient, TableName: string, latest: ReadonlyMap<string, number>) {
  const raised = new Map<string, number>();
  for (const [instanceId, jobId] of latest) {
    const isRaised = await isWritten(
      client.send(
        new UpdateCommand({
          TableName,
          Key: jobCounterKey(instanceId),
          UpdateExpression: 'SET #last = :jobId',
          ConditionExpression: 'attribute_not_exists(#last) OR #last < :jobId',
          ExpressionAttributeNames: { '#last': 'last' },
          ExpressionAttributeValues: { ':jobId': jobId },
        }),
      ),
    );
    if (isRaised) raised.set(instanceId, jobId);
  }
  return raised;
}

function allDone(results: readonly PromiseSettledResult<unknown>[]): void {
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw new Error('Wake-ups could not be set: run the command again', { cause: failed.reason });
}
