import assert from 'node:assert/strict';
import type { AgentEvent } from '#core/agents/events.ts';
import { heartbeatSpacing } from '#core/agents/lease.ts';
import type { Recorded, Stored } from '#core/change.ts';
import { countOutcomes } from '#core/forced-logouts/result.ts';
import { minutes, seconds } from '#core/instant.ts';
import { anAgent } from '#test/support/agents.ts';
import { agentIds } from '#test/support/logout-jobs.ts';
import { Random } from '../random.ts';
import { AgentsAtWork } from './agents-at-work.ts';
import { type Centre, openCentre } from './centre.ts';
import { ChatsAtWork } from './chats-at-work.ts';
import { type MishapCounts, Mishaps } from './mishaps.ts';
import { SupervisorsAtWork } from './supervisors-at-work.ts';

const staffSize = 100;
const chatCount = 30;
/** How long everybody works, with mishaps. */
const shift = minutes(30);
/** Long enough to make up for everything that went wrong: dead letters, frozen processes, skipped sweeps. */
const certainlyDone = minutes(40);

const ids = agentIds(staffSize);
const staff = ids.map((agentId, n) =>
  anAgent({ agentId, teamIds: [...(n % 3 === 0 ? ['t1'] : []), ...(n % 5 < 4 ? ['t2'] : [])] }),
);

/**
 * Half an hour of a contact centre, at random but the same for the same seed, with mishaps at any call; then until everything
 * is made up for.
 *
 * @throws what violated a rule, with the seed
 */
export async function runCentre(seed: number, counts: MishapCounts): Promise<void> {
  const random = new Random(seed);
  const centre = await openCentre(staff, new Mishaps(random, counts));
  try {
    await run(centre, random);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new Error(`With --seed ${seed} --runs 1: ${what}`, { cause: error });
  }
}

async function run(centre: Centre, random: Random): Promise<void> {
  const { time, mishaps, logoutMessages, wakeUpMessages, violations } = centre;
  const end = time.now() + shift;
  const agents = new AgentsAtWork(centre, random);
  const supervisors = new SupervisorsAtWork(centre, random, ids);
  const chats = new ChatsAtWork(centre, random);
  centre.sweepEachMinute();
  for (const agentId of ids) agents.work({ instanceId: 'demo', agentId }, end);
  for (let n = 0; n < chatCount; n += 1) chats.start({ instanceId: 'demo', contactId: `chat-${n}` }, end);
  supervisors.work(end);
  await time.runUntil(end);

  mishaps.stop();
  await time.runUntil(end + certainlyDone);
  // An operator sends the dead letters again.
  for (const message of logoutMessages.deadLetters.splice(0)) logoutMessages.deliverAt(time.now(), message);
  for (const wakeUp of wakeUpMessages.deadLetters.splice(0)) wakeUpMessages.deliverAt(time.now(), wakeUp);
  for (const agentId of ids) void agents.endContacts({ instanceId: 'demo', agentId });
  await time.runUntil(time.now() + certainlyDone);
  const left = centre.agents.all().flatMap(({ state: { agentId, session } }) => (session?.lease ? [agentId] : []));
  assert.deepEqual(left, [], 'Sessions without a heartbeat go on');
  time.at(time.now(), () => supervisors.forceOut({ agentIds: ids, teamIds: [], ipRanges: [] }, 'immediate'));
  await time.runUntil(time.now() + certainlyDone);
  await chats.settle();
  for (const violation of violations) throw violation;

  chats.expectPublished();
  const facts = expectPublished(centre.agents.all(), centre.bus.published());
  supervisors.expectTruth(facts.map(({ fact }) => fact));
  expectSessionsEndRight(facts, agents);
  for (const job of supervisors.jobs) await expectComplete(centre, job);
}

/** Every event of every agent that was saved has been published. */
function expectPublished(
  saved: readonly Stored<unknown, AgentEvent>[],
  published: readonly Recorded<{ readonly type: string }>[],
): readonly Recorded<AgentEvent>[] {
  const unpublished = saved.filter(({ outbox }) => outbox.length > 0);
  assert.deepEqual(unpublished, [], 'Events wait in an outbox');
  const byId = new Map(published.map((event) => [event.eventId, event]));
  const facts = [...byId.values()].filter((event): event is Recorded<AgentEvent> => 'agentId' in event.fact);
  const sum = saved.reduce((total, { sequence }) => total + sequence, 0);
  assert.equal(facts.length, sum, 'Events are missing');
  return facts.toSorted((a, b) => a.sequence - b.sequence);
}

/** Each session ends as often as it begins; no lease ends early; nobody is signed in. */
function expectSessionsEndRight(facts: readonly Recorded<AgentEvent>[], { sessions }: AgentsAtWork): void {
  const open = new Set<string>();
  const lastEnds = new Map<string, { readonly at: number; readonly cause: string }>();
  for (const { at, fact } of facts) {
    if (fact.type === 'AgentSignedIn') {
      assert(!open.has(fact.sessionId), `${fact.sessionId} began twice`);
      open.add(fact.sessionId);
    }
    if (fact.type !== 'AgentSignedOut') continue;
    assert(open.delete(fact.sessionId), `${fact.sessionId} ended without having begun`);
    lastEnds.set(fact.sessionId, { at, cause: fact.cause });
  }
  // A frozen process may sign in again when it goes on, so a session can end twice; its client has last seen the second.
  for (const [sessionId, { at, cause }] of lastEnds) {
    const session = sessions.get(sessionId);
    if (cause !== 'leaseExpired' || session?.leaseSeconds === undefined) continue;
    // Of heartbeats that are too close to each other not all are recorded.
    const expiresAt = session.seenAt + seconds(session.leaseSeconds) - heartbeatSpacing;
    assert(at >= expiresAt, `The lease of ${sessionId} ended ${expiresAt - at} ms early`);
  }
  assert.deepEqual([...open], [], 'Somebody is still signed in');
}

/** The job has ended by one event, with one result for each agent. */
async function expectComplete({ jobs, receipts, bus }: Centre, key: SupervisorsAtWork['jobs'][number]): Promise<void> {
  const job = (await jobs.load(key))?.state;
  const { results } = await receipts.results(key, { limit: 10_000 });
  const counts = countOutcomes(results.map(({ outcome }) => outcome));
  // An agent in two teams who could not be reached by one chunk on its last attempt may be logged out by another.
  const known = results.filter(({ outcome }) => outcome !== 'failed');
  const twice = [...Map.groupBy(known, ({ agentId }) => agentId).values()].filter(({ length }) => length > 1);
  assert.deepEqual(twice, [], `Job ${key.jobId} counts agents twice`);
  const ends = bus
    .published()
    .filter(({ fact }) => 'jobId' in fact && fact.jobId === key.jobId && 'finishedAt' in fact);
  assert.equal(new Set(ends.map(({ eventId }) => eventId)).size, 1, `Job ${key.jobId} is announced once`);
  // A job has failed if its agents could not be looked up in any of five attempts.
  if (job?.progress.status === 'failed') return;
  assert.equal(job?.progress.status, 'completed', `Job ${key.jobId} is ${job?.progress.status}`);
  assert.deepEqual('counts' in job.progress && job.progress.counts, counts, `The counts of job ${key.jobId}`);
}
