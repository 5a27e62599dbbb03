import { fingerprint } from '#adapters/crypto/secret-hash.ts';
import { makeDynamoIdempotencyRecords } from '#adapters/dynamodb/idempotency-records.ts';
import { makeAnswerOnce } from '#core/access/idempotency.ts';
import { report } from '../observe.ts';
import { clock, ids } from './clock.ts';
import { table } from './dynamodb.ts';

/** Apart from the identification of callers, which functions need that have no route for repeats. */
export const answerOnce = makeAnswerOnce({
  records: makeDynamoIdempotencyRecords(table('LIMITS_TABLE')),
  ids,
  fingerprint,
  clock,
  report,
});
