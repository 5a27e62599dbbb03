import { Duration } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { supervisorsTable } from '../functions/adapters/dynamodb/supervisors-table.ts';
import { watchedEvents } from '../functions/core/supervisors/watched-events.ts';
import { type Access, manageConnections, onTable, queryIndex } from './access.ts';
import type { Foundation } from './foundation.ts';

/** Pages that wait for longer load their lists again. */
const oneHour = Duration.hours(1);

/** A request for a forced logout that is no job is about no job. */
const ofOne = ['agentId', 'jobId', 'contactId'].map((name) => ({ [name]: Match.exists() }));

/** Giving callers an address at which a page of theirs can watch, in place of one that nobody has opened if need be. */
export const offerWatches = ({ state }: Foundation): Access =>
  onTable(state.supervisors, 'SUPERVISORS_TABLE')('Query', 'PutItem', 'UpdateItem', 'DeleteItem');

/** Subscribing pages, and showing them what they have missed, as long as their callers' keys are there. */
export const subscribeSupervisors = ({ state }: Foundation): readonly Access[] => [
  onTable(state.supervisors, 'SUPERVISORS_TABLE')('Query', 'UpdateItem', 'DeleteItem'),
  queryIndex(state.supervisors, supervisorsTable.byTime.name, 'SUPERVISORS_TABLE'),
  onTable(state.keys, 'KEYS_TABLE')('GetItem'),
];

export interface SupervisorsProps extends Foundation {
  /** Events, as they came from the bus, that could not be shown. */
  readonly deadLetters: Queue;
}

/** Shows supervisors' pages what happens to agents, jobs and chats. The bus invokes a function with each event. */
export class Supervisors extends Construct {
  constructor(scope: Construct, id: string, { deadLetters, functions, state, bus, sockets }: SupervisorsProps) {
    super(scope, id);
    const pusher = functions.make(this, 'event-supervisors', {
      access: [
        onTable(state.supervisors, 'SUPERVISORS_TABLE')('Query', 'PutItem', 'UpdateItem', 'DeleteItem'),
        onTable(state.agents, 'AGENTS_TABLE')('GetItem'),
        onTable(state.chats, 'CHATS_TABLE')('GetItem'),
        onTable(state.keys, 'KEYS_TABLE')('GetItem'),
        manageConnections(sockets),
      ],
      deadLetters,
    });
    pusher.configureAsyncInvoke({ maxEventAge: oneHour, retryAttempts: 2 });
    new Rule(this, 'Changes', {
      eventBus: bus,
      description: 'Shows supervisors what happens to agents, jobs and chats',
      eventPattern: { source: ['lastcall'], detailType: watchedEvents, detail: { $or: ofOne } },
      targets: [new LambdaFunction(pusher, { deadLetterQueue: deadLetters, maxEventAge: oneHour })],
    });
  }
}
