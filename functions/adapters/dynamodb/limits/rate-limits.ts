import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import {
  emptyUntilFull,
  fullAtTheLatest,
  type RateLimits,
  rateLimit,
  refillMilliseconds,
} from '#core/access/rate-limit.ts';
import type { Instant } from '#core/instant.ts';
import { unlessRefused } from '../conditional-write.ts';
import type { DynamoTable } from '../document-client.ts';
import { expiry } from '../expiry.ts';
import { limitKey } from './keys.ts';

const keptForDays = 1;
const mostRemembered = 1_000;

/** All that is kept of a bucket: when it will be full. Every token taken puts that off. */
const bucketShape = z.object({ fullAt: z.number() });

/**
 * Keeps the buckets of callers in the limits table.
 *
 * DynamoDB knows no maximum of two numbers, so there are two writes: one takes from a full bucket, one from a bucket
 * that is filling, and each is refused where the other is due. As `fullAt` only ever grows, what was last seen of a
 * bucket tells which to try: one that will be full later than now is filling still, and one known to be empty is not
 * even asked. So a token costs one write unit; two if this container takes the bucket for full, and others have taken
 * tokens that are not filled up yet. A refusal costs none if this container took the last token, else one, and two
 * for a container that has not met the bucket filling before.
 *
 * When an answer is lost the SDK sends the write again, and the caller has a token less: never one more.
 */
export function makeDynamoRateLimits({ client, tableName: TableName }: DynamoTable, limit = rateLimit): RateLimits {
  const refill = refillMilliseconds(limit);
  const lastSeen = new Map<string, Instant>();

  /** What was seen, unless something later was: answers may overtake each other. */
  function remember(pk: string, fullAt: Instant) {
    const known = lastSeen.get(pk);
    if (known === undefined && lastSeen.size >= mostRemembered) lastSeen.clear();
    lastSeen.set(pk, Math.max(fullAt, known ?? fullAt));
  }

  /** Whether a token was taken; not if the condition did not hold. */
  async function write(pk: string, { fullAt, condition, values }: Write, now: Instant): Promise<boolean> {
    const answer = await unlessRefused(
      client.send(
        new UpdateCommand({
          TableName,
          Key: { pk },
          UpdateExpression: `SET fullAt = ${fullAt}, expiresAt = :expiresAt`,
          ConditionExpression: condition,
          ExpressionAttributeValues: { ':now': now, ':expiresAt': expiry(now, keptForDays).expiresAt, ...values },
          ReturnValues: 'UPDATED_NEW',
        }),
      ),
    );
    if (answer) remember(pk, bucketShape.parse(answer.Attributes).fullAt);
    return answer !== undefined;
  }

  const fromFull = (now: Instant): Write => ({
    fullAt: ':next',
    condition: 'attribute_not_exists(fullAt) OR fullAt <= :now',
    values: { ':next': now + refill },
  });

  const fromFilling = (now: Instant): Write => ({
    fullAt: 'fullAt + :refill',
    condition: 'fullAt > :now AND fullAt <= :latest',
    values: { ':refill': refill, ':latest': fullAtTheLatest(now, limit) },
  });

  return {
    async take({ instanceId, callerId }, now) {
      const { pk } = limitKey(instanceId, callerId);
      const latest = fullAtTheLatest(now, limit);
      const seen = lastSeen.get(pk) ?? now;
      if (seen > latest) return emptyUntilFull(seen, now, limit);
      if (seen <= now && (await write(pk, fromFull(now), now))) return { type: 'taken' };
      if (await write(pk, fromFilling(now), now)) return { type: 'taken' };
      remember(pk, latest);
      // Who took the last token knows to the millisecond; whoever did not says in how long a bucket gains one.
      return { type: 'empty', retryAfterMilliseconds: Math.ceil(refill) };
    },
  };
}

interface Write {
  readonly fullAt: string;
  readonly condition: string;
  readonly values: Readonly<Record<string, number>>;
}
