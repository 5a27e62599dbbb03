import { makeDynamoAuditTrail } from '#adapters/dynamodb/audit-trail.ts';
import { makeAuditUseCases } from '#core/audit/use-cases.ts';
import { env } from '../env.ts';
import { report } from '../observe.ts';
import { table } from './dynamodb.ts';

/** The record of who asked for what. */
export const audit = makeAuditUseCases({
  audit: makeDynamoAuditTrail(table('AUDIT_TABLE'), {
    report,
    get keptForDays() {
      return Number(env('AUDIT_DAYS'));
    },
  }),
});
