import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { logoutsApi } from '../functions/apis/logouts.ts';
import { type Access, onTable, sendTo, workOff } from './access.ts';
import { changeAgents, findAgents } from './agents.ts';
import { driveAgents, notifyAgents } from './amazon-connect.ts';
import { readAudit } from './audit.ts';
import { identifyCallers } from './callers.ts';
import { domainUrl } from './custom-domain.ts';
import type { Foundation, HttpFunction } from './foundation.ts';
import { WorkQueue } from './work-queue.ts';

/** Forced logouts: the routes, and the queue and worker of logout jobs. */
export class ForcedLogouts extends Construct {
  readonly http: HttpFunction;
  readonly queue: WorkQueue;
  /**
   * What the wake-ups of jobs and schedules do: publish what was left unpublished, continue a job that stands still, and begin one
   * by a schedule, whose guard counts who is there.
   */
  readonly wakeJobs: readonly Access[];

  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { settings, state, functions } = foundation;
    // A worker paces itself at 200 agents a second, so two of them keep the writes on any one key below 400 a second,
    // however much is queued.
    this.queue = new WorkQueue(this, 'LogoutQueue', {
      workerTimeout: Duration.seconds(30),
      batchingWindow: Duration.seconds(1),
      maxConcurrency: 2,
      // A chunk of agents of Amazon Connect takes a worker some ten seconds. More would only be received and put back.
      ...(settings.amazonConnectArns.length > 0 && { batchSize: 1 }),
      oldestMessage: Duration.minutes(15),
    });
    const jobs = onTable(state.jobs, 'JOBS_TABLE');
    const enqueue = sendTo(this.queue.queue, 'LOGOUT_QUEUE_URL');
    const change = [
      ...changeAgents(foundation),
      ...driveAgents(foundation),
      ...notifyAgents(foundation),
      ...findAgents(foundation),
    ];
    const retention = { RESULT_DAYS: String(settings.resultDays) };

    this.http = {
      lambda: functions.make(this, 'http-logouts', {
        access: [
          ...change,
          jobs('GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'Query'),
          enqueue,
          // Release 0.1.0 sets wake-ups of jobs that begin weeks later; since then the one that guards their first event does.
          onTable(state.wakeUps, 'WAKE_UPS_TABLE')('PutItem', 'UpdateItem'),
          ...readAudit(foundation),
          identifyCallers(foundation),
          onTable(state.limits, 'LIMITS_TABLE')('GetItem', 'UpdateItem'),
        ],
        environment: {
          CCAI_DEFERRED_STATUS_CODE: String(settings.deferredStatusCode),
          PUBLIC_URL: domainUrl(settings) ?? '',
          TRUSTED_PROXIES: settings.trustedProxies.join(','),
          ...retention,
        },
      }),
      routes: logoutsApi,
    };
    const worker = functions.make(this, 'queue-logout-work', {
      access: [...change, jobs('GetItem', 'PutItem', 'UpdateItem', 'Query'), enqueue, workOff(this.queue.queue)],
      // One delivery is kept in reserve, for a worker that dies at the attempt that records failures.
      environment: { LOGOUT_ATTEMPTS: String(this.queue.attempts - 1), ...retention },
      timeout: this.queue.workerTimeout,
      continuesItself: true,
    });
    this.queue.workedBy(worker);
    this.wakeJobs = [jobs('GetItem', 'PutItem', 'UpdateItem', 'Query'), enqueue, ...findAgents(foundation)];
  }
}
