import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import {
  emptyUntilFull,
  fullAtTheLatest,
  type RateLimits,
  rateLimit,
  refillMilliseconds,
  takenUntilFull,
} from '#core/access/rate-limit.ts';
import type { Instant } from '#core/instant.ts';
import { fixedRetention } from '#core/retention.ts';
import { limitKey } from './access-tables.ts';
import { type DynamoTable, expiry, unlessRefused } from './document-client.ts';

const mostRemembered = 1_000;

/** All that is stored of a bucket: when it will be full. Every token taken moves that instant on. */
const bucketShape = z.object({ fullAt: z.number() });

/** An update that takes a token. */
interface Take {
  readonly fullAt: string;
  readonly condition: string;
  readonly values: Readonly<Record<string, number>>;
}

/**
 * Keeps the buckets of callers in the limits table.
 *
 * DynamoDB has no maximum of two numbers, so there are two writes: one takes from a full bucket, the other from a bucket
 * that is filling up, and each is refused when the other applies. Because `fullAt` only grows, the value last seen shows
 * which to try: a bucket that will be full later than now is still filling up, and one known to be empty is not even
 * asked. So a token costs one write unit; two if this container takes the bucket for full while others have taken tokens.
 * A refusal costs none if this container took the last token, otherwise one, and two for a container that has not seen
 * the bucket filling up before.
 *
 * When an answer is lost, the SDK sends the write again and the caller loses a token; a caller never gains one.
 */
export function makeDynamoRateLimits(table: DynamoTable, limit = rateLimit): RateLimits {
  const refill = refillMilliseconds(limit);
  const lastSeen = new Map<string, Instant>();

  /** Remembers what was seen, unless something later was: answers may overtake each other. */
  function remember(pk: string, fullAt: Instant) {
    const known = lastSeen.get(pk);
    if (known === undefined && lastSeen.size >= mostRemembered) lastSeen.clear();
    lastSeen.set(pk, Math.max(fullAt, known ?? fullAt));
  }

  /** When the bucket will be full now that a token was taken; `undefined` when the condition did not hold. */
  async function write(pk: string, { fullAt, condition, values }: Take, now: Instant): Promise<Instant | undefined> {
    const { expiresAt } = expiry(now, fixedRetention.rateLimits.days);
    const answer = await unlessRefused(
      table.client.send(
        new UpdateCommand({
          TableName: table.tableName,
          Key: { pk },
          UpdateExpression: `SET fullAt = ${fullAt}, expiresAt = :expiresAt`,
          ConditionExpression: condition,
          ExpressionAttributeValues: { ':now': now, ':expiresAt': expiresAt, ...values },
          ReturnValues: 'UPDATED_NEW',
        }),
      ),
    );
    if (!answer) return undefined;
    const bucket = bucketShape.parse(answer.Attributes);
    remember(pk, bucket.fullAt);
    return bucket.fullAt;
  }

  const fromFull = (now: Instant): Take => ({
    fullAt: ':next',
    condition: 'attribute_not_exists(fullAt) OR fullAt <= :now',
    values: { ':next': now + refill },
  });

  const fromFilling = (now: Instant): Take => ({
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
      const fullAt =
        (seen <= now ? await write(pk, fromFull(now), now) : undefined) ?? (await write(pk, fromFilling(now), now));
      if (fullAt !== undefined) return takenUntilFull(fullAt, now, limit);
      remember(pk, latest);
      // Only the container that took the last token knows the instant; the others say how long a bucket takes to gain one.
      return { type: 'empty', retryAfterMilliseconds: Math.ceil(refill) };
    },
  };
}
