import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { Environment } from '../functions/runtime/env.ts';
import { type Access, onTable, sendTo, workOff } from './access.ts';
import { alarmWhenSilent } from './alarms.ts';
import type { Functions } from './foundation.ts';
import type { StateStack } from './state-stack.ts';
import { WorkQueue } from './work-queue.ts';

export interface WakeUpsProps {
  readonly state: StateStack;
  readonly functions: Functions;
  /** Names the instances that are looked at regularly. */
  readonly instances: Environment;
}

const everyMinute = Duration.minutes(1);

/** Wake-ups of agents, jobs, schedules and chats: the queue of those that are near, and the sweep that fills it each minute. */
export class WakeUps extends Construct {
  readonly queue: WorkQueue;
  private readonly functions: Functions;

  constructor(scope: Construct, id: string, { state, functions, instances }: WakeUpsProps) {
    super(scope, id);
    this.functions = functions;
    // A wake-up that fails is tried again after six times the worker's timeout: with 10 seconds after one minute, so that
    // a timer is still less than two minutes late. With this many attempts, an outage of less than an hour loses none.
    // A message may wait here for 15 minutes by its own delay, the longest that SQS allows.
    this.queue = new WorkQueue(this, 'WakeUpQueue', {
      workerTimeout: Duration.seconds(10),
      attempts: 60,
      oldestMessage: Duration.minutes(20),
    });
    this.sweepEachMinute(state, instances);
  }

  /** Makes the function that handles wake-ups. Its access is what agents, jobs, schedules and chats need. */
  handledWith(access: readonly Access[], environment: { readonly RESULT_DAYS: string }): void {
    const worker = this.functions.make(this, 'queue-wake-up', {
      access: [...access, workOff(this.queue.queue)],
      environment,
      timeout: this.queue.workerTimeout,
      // More CPU, because Lambda begins with five batches at a time however many wake-ups are due.
      memorySize: 1024,
      continuesItself: true,
    });
    this.queue.workedBy(worker);
  }

  /**
   * A sweep that fails or comes too late is given up: the next one makes up for it, and Lambda's own retry would come no
   * sooner. An alarm goes off when none has run for 5 minutes, longer than timers may be late.
   */
  private sweepEachMinute(state: StateStack, environment: Environment): void {
    const sweeper = this.functions.make(this, 'schedule-sweep-wake-ups', {
      access: [
        onTable(state.wakeUps, 'WAKE_UPS_TABLE')('GetItem', 'Query', 'UpdateItem'),
        sendTo(this.queue.queue, 'WAKE_UP_QUEUE_URL'),
      ],
      environment,
      // Long enough to catch up after an outage. It records its progress, and the next sweep may overlap.
      timeout: everyMinute,
    });
    new Rule(this, 'EveryMinute', {
      description: 'Sends the wake-ups of the next five minutes to the wake-up queue',
      schedule: Schedule.rate(everyMinute),
      targets: [new LambdaFunction(sweeper, { maxEventAge: everyMinute })],
    });
    sweeper.configureAsyncInvoke({ maxEventAge: everyMinute, retryAttempts: 0 });
    alarmWhenSilent(this, 'NotRunning', {
      metric: sweeper.metricInvocations({ statistic: 'Sum' }),
      minutes: 5,
      description:
        'No sweep for 5 minutes (this alarm goes off in the state INSUFFICIENT_DATA): timers do not fire. Look at the rule and the throttles of the sweeper.',
    });
  }
}
