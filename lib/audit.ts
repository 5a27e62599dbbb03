import { Duration } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { auditTable } from '../functions/adapters/dynamodb/audit-table.ts';
import { auditedEvents, ofRule, ownEnds } from '../functions/core/audit/audited-events.ts';
import { type Access, onTable, queryIndex } from './access.ts';
import type { Foundation } from './foundation.ts';

/** An event that could not be recorded for so long is kept with the dead letters. */
const sixHours = Duration.hours(6);

const order = { requestedBy: Match.exists() };

/**
 * Agents who sign out themselves ask nothing of anybody: they have an order without an origin. But if a logout waits, it is over as
 * well, and the order is that of the logout, which has an origin or is a rule's. A deletion has no order.
 */
const details = [
  { order, cause: Match.doesNotExist() },
  { order, cause: Match.anythingBut(...ownEnds) },
  { order: { from: { via: Match.exists() } } },
  { order: { requestedBy: Match.prefix(ofRule) } },
  { deletedBy: Match.exists() },
];

/** Reading the audit. */
export const readAudit = ({ state }: Foundation): readonly Access[] => [
  onTable(state.audit, 'AUDIT_TABLE')('Query'),
  queryIndex(state.audit, auditTable.byAgent.name, 'AUDIT_TABLE'),
  queryIndex(state.audit, auditTable.byJob.name, 'AUDIT_TABLE'),
];

export interface AuditProps extends Foundation {
  /** Events, as they came from the bus, that could not be recorded. */
  readonly deadLetters: Queue;
}

/**
 * Records in the audit who asked for what, by the events that say it. The function may put items and nothing else, and no other
 * function may write to the table.
 */
export class Audit extends Construct {
  constructor(scope: Construct, id: string, { settings, state, functions, bus, deadLetters }: AuditProps) {
    super(scope, id);
    const recorder = functions.make(this, 'event-audit', {
      access: [onTable(state.audit, 'AUDIT_TABLE')('PutItem')],
      environment: { AUDIT_DAYS: String(settings.auditDays) },
      deadLetters,
    });
    recorder.configureAsyncInvoke({ maxEventAge: sixHours, retryAttempts: 2 });
    new Rule(this, 'Orders', {
      eventBus: bus,
      description: 'Somebody has asked for a forced logout, or something has come of one',
      eventPattern: {
        source: ['lastcall'],
        detailType: [...auditedEvents],
        detail: { $or: details },
      },
      targets: [new LambdaFunction(recorder, { deadLetterQueue: deadLetters, maxEventAge: sixHours })],
    });
  }
}
