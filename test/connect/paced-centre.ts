import type { Context, SQSRecord } from 'aws-lambda';
import { makeMemoryRateLimits } from '#adapters/memory/access.ts';
import { makeSqsLogoutPutBack, makeSqsLogoutQueue, parseLogoutMessage } from '#adapters/sqs/logout-queue.ts';
import { type RateLimit, type RateLimits, refillMilliseconds, type Taken } from '#core/access/rate-limit.ts';
import type { Timing } from '#core/agents/logout-order.ts';
import type { JobKey } from '#core/forced-logouts/logout-job.ts';
import type { LogoutRow } from '#core/forced-logouts/logout-row.ts';
import { seconds } from '#core/instant.ts';
import { queue } from '#runtime/queue.ts';
import { FairQueue } from '#test/simulation/fair-queue.ts';
import { Random } from '#test/simulation/random.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { makeAmazonConnectBackend } from '../../functions/backends/amazon-connect/backend.ts';
import { makeCallQuotas } from '../../functions/backends/amazon-connect/quotas.ts';
import { type Centre, ConnectStandIn, type StandInSettings } from '../../local/connect/stand-in.ts';
import type { User } from '../../local/connect/state/directory.ts';
import { slowCalls } from './slow-calls.ts';

const deliveries = 5;

interface JobOptions {
  readonly nth?: number;
  readonly timing?: Timing;
}

/**
 * Instances of one account with Lastcall in front of them as it is deployed: a function for requests, two workers at a fair
 * queue, and buckets that all of them share. Time is virtual, and passes while calls are on their way.
 */
export async function aPacedCentre(settings: Partial<StandInSettings> = {}, names: readonly string[] = ['a']) {
  const { time, clientOf } = slowCalls();
  const random = new Random(1);
  const pauses = { chance: () => random.upTo(999) / 1000, wait: (milliseconds: number) => time.pause(milliseconds) };
  const standIn = new ConnectStandIn({ time, ...settings });
  const centres = names.map((alias) => standIn.addInstance({ alias }));
  const buckets = new Map<string, number>();
  const ports = await memoryPorts([], time);
  const fair = new FairQueue({ time, seesGroups: true, batchSize: 1, work });
  const logoutQueue = makeSqsLogoutQueue(fair.queue, { clock: time });

  /** A process, with lines and caches of its own. */
  function aProcess() {
    const client = clientOf(standIn);

    const limits = (limit: RateLimit): RateLimits => {
      const { take } = makeMemoryRateLimits(limit, buckets);
      // As with the table: a process does not know when others have taken the last token.
      const atMostKnown = (taken: Taken): Taken =>
        taken.type === 'taken' ? taken : { ...taken, retryAfterMilliseconds: refillMilliseconds(limit) };
      return { take: async (...call) => atMostKnown(await take(...call)) };
    };
    const quotas = makeCallQuotas({ region: standIn.region, limits, clock: time, pauses });
    const backends = new Map(
      centres.map(({ instance }) => {
        const { id: instanceId, arn } = {
          id: instance.id,
          arn: `arn:aws:connect:${standIn.region}:1:instance/${instance.id}`,
        };
        const driven = {
          instanceId,
          region: standIn.region,
          arn,
          teams: ['routingProfiles'],
          pollSeconds: 15,
          agentIds: 'userId',
        } as const;
        return [instanceId, makeAmazonConnectBackend(driven, { client, quotas, clock: time, pauses })];
      }),
    );
    const wakeUps: typeof ports.wakeUps = {
      ...ports.wakeUps,
      async set(wakeUp) {
        await ports.wakeUps.set(wakeUp);
        time.at(wakeUp.at, () =>
          api.wake(wakeUp).catch((error: unknown) => ports.report(`A wake-up failed: ${error}`)),
        );
      },
    };
    return makeUseCases({ ...ports, pauses, wakeUps, queue: logoutQueue, backends: (id) => backends.get(id) });
  }

  const api: ReturnType<typeof makeUseCases> = aProcess();
  const workers = [aProcess(), aProcess()].map(({ workLogout }) =>
    queue({
      parse: parseLogoutMessage,
      work: (message, { attempt }) => workLogout(message, { lastAttempt: attempt >= deliveries - 1 }),
      idsOf: () => ({}),
      restMilliseconds: 500,
      reserveMilliseconds: 20_000,
      putBack: makeSqsLogoutPutBack(fair.queue),
      pause: (milliseconds) => time.pause(milliseconds),
      limit: (milliseconds) => time.pause(milliseconds),
    }),
  );
  const idle = [...workers];

  async function work(records: readonly SQSRecord[]): Promise<void> {
    const worker = idle.pop();
    if (!worker) throw new Error('There are two workers');
    const end = time.now() + seconds(30);
    const context = { awsRequestId: 'inv', getRemainingTimeInMillis: () => end - time.now() } as unknown as Context;
    const answer = await worker({ Records: [...records] }, context, () => {});
    failed += answer ? answer.batchItemFailures.length : 0;
    idle.push(worker);
  }
  let failed = 0;
  fair.start();

  function centreOf(nth: number): Centre {
    const centre = centres[nth];
    if (!centre) throw new Error(`There is no instance ${nth}`);
    return centre;
  }

  return {
    ...ports,
    ...api,
    standIn,
    instanceId: centreOf(0).instance.id,
    centres,
    time,
    failedDeliveries: () => failed,
    /** Users who are at the control panel of an instance. */
    work(size: number, nth = 0, called = 'agent'): readonly User[] {
      return Array.from({ length: size }, (_, n) => {
        const centre = centreOf(nth);
        const user = centre.addUser({ username: `${called}-${n}` });
        centre.agents.signIn(user.id, 'Available');
        return user;
      });
    },
    /** The user has a chat. */
    handles({ id }: User, nth = 0): string {
      const { contacts } = centreOf(nth);
      const contact = contacts.begin({ channel: 'CHAT' });
      contacts.offer(contact.id, id);
      contacts.accept(contact.id);
      return contact.id;
    },
    /** Starts a job of these users. */
    startJobOf(users: readonly User[], { nth = 0, timing = 'afterContact' }: JobOptions = {}): Promise<JobKey> {
      const selector = { agentIds: users.map(({ id }) => id), teamIds: [], ipRanges: [] };
      return api.startJob(centreOf(nth).instance.id, selector, { timing, order: { requestedBy: 'supervisor' } });
    },
    /** Asks for a few agents within a request. */
    async logOut(users: readonly User[]): Promise<readonly LogoutRow[]> {
      const selector = { agentIds: users.map(({ id }) => id), teamIds: [], ipRanges: [] };
      const request = { timing: 'afterContact', order: { requestedBy: 'supervisor' } } as const;
      const outcome = await api.forceLogouts(centreOf(0).instance.id, selector, request);
      if (outcome.type !== 'done') throw new Error('It became a job');
      return outcome.rows;
    },
    /** What an agent does, looked at behind the API. */
    stateOf: ({ id }: User, nth = 0) => centreOf(nth).instance.stateOf(id),
    /** Lets time pass until something is done. */
    async during<Result>(work: Promise<Result>): Promise<Result> {
      let isDone = false;
      const end = () => {
        isDone = true;
      };
      void work.then(end, end);
      while (!isDone) await time.runUntil(time.now() + 100);
      return work;
    },
    /** Lets time pass until the job is completed. @returns how many milliseconds it took */
    async completed(job: JobKey, most: number): Promise<number> {
      const begun = time.now();
      while (time.now() < begun + most) {
        await time.runUntil(time.now() + seconds(1));
        const report = await api.getLogoutJob(job);
        const progress = report?.job.progress;
        if (progress?.status === 'completed') return progress.finishedAt - (report?.job.startedAt ?? 0);
      }
      throw new Error(
        `Job ${job.jobId} is not completed after ${most} ms: ${JSON.stringify(await api.getLogoutJob(job))}`,
      );
    },
  };
}
