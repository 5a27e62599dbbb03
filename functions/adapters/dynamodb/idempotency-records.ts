import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { IdempotencyRecord, IdempotencyRecords, RecordKey } from '#core/access/idempotency.ts';
import { fixedRetention } from '#core/retention.ts';
import { requestKey } from './access-tables.ts';
import { type DynamoTable, expiry, isWritten } from './document-client.ts';

/** The request (`rq`), since when (`fr`), the attempt (`ai`) and by when it ends (`eb`), the number (`nr`), the answer (`aw`). */
const recordShape = z.object({
  rq: z.string(),
  fr: z.number(),
  ai: z.string(),
  eb: z.number(),
  nr: z.exactOptional(z.number()),
  aw: z.exactOptional(z.instanceof(Uint8Array)),
});

const reservedShape = z.object({ nr: z.number() });

/**
 * An item has at most 400 KB, and the answer for 5 000 agents who are named by ids of 64 random characters 1.6 MB.
 * Compressed it has 290 KB; gzip would leave 530, because it finds no repeats that are more than 32 KB apart.
 */
const compressed = (answer: string) =>
  brotliCompressSync(answer, { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 22 } });
const decompressed = (answer: Uint8Array) => brotliDecompressSync(answer).toString('utf8');

interface Update {
  readonly expression: string;
  readonly condition: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Keeps the records of idempotency keys in the limits table: a request with a new key takes two writes, one that becomes a
 * job a third one for its number. A repeat takes a refused write and a read.
 */
export function makeDynamoIdempotencyRecords({ client, tableName: TableName }: DynamoTable): IdempotencyRecords {
  const update = (key: RecordKey, { expression, condition, values }: Update) =>
    client.send(
      new UpdateCommand({
        TableName,
        Key: requestKey(key),
        UpdateExpression: expression,
        ConditionExpression: condition,
        ExpressionAttributeValues: values,
        ReturnValues: 'UPDATED_NEW',
      }),
    );

  return {
    async find(key) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: requestKey(key), ConsistentRead: true }));
      return Item && fromItem(Item);
    },

    begin: (key, { content, since, attempt }, seen) =>
      isWritten(
        update(
          key,
          'attempt' in seen
            ? {
                expression: 'SET ai = :id, eb = :endsBy',
                condition: 'ai = :seen AND attribute_not_exists(aw)',
                values: { ':id': attempt.id, ':endsBy': attempt.endsBy, ':seen': seen.attempt.id },
              }
            : {
                expression:
                  'SET rq = :content, fr = :since, ai = :id, eb = :endsBy, expiresAt = :expiresAt REMOVE nr, aw',
                condition: 'attribute_not_exists(pk) OR fr <= :forgottenBefore',
                values: {
                  ':content': content,
                  ':since': since,
                  ':id': attempt.id,
                  ':endsBy': attempt.endsBy,
                  ':expiresAt': expiry(since, fixedRetention.idempotencyKeys.days).expiresAt,
                  ':forgottenBefore': seen.forgottenBefore,
                },
              },
        ),
      ),

    async reserve(key, { content }, number) {
      const { Attributes } = await update(key, {
        expression: 'SET nr = if_not_exists(nr, :number)',
        condition: 'rq = :content',
        values: { ':number': number, ':content': content },
      });
      return reservedShape.parse(Attributes).nr;
    },

    async answer(key, { content }, answer) {
      await isWritten(
        update(key, {
          expression: 'SET aw = :answer',
          condition: 'rq = :content AND attribute_not_exists(aw)',
          values: { ':answer': compressed(answer), ':content': content },
        }),
      );
    },

    async end(key, { attempt }, now) {
      await isWritten(
        update(key, {
          expression: 'SET eb = :now',
          condition: 'ai = :id',
          values: { ':now': now, ':id': attempt.id },
        }),
      );
    },
  };
}

function fromItem(item: unknown): IdempotencyRecord {
  const { rq, fr, ai, eb, nr, aw } = recordShape.parse(item);
  return {
    content: rq,
    since: fr,
    attempt: { id: ai, endsBy: eb },
    ...(nr !== undefined && { reserved: nr }),
    ...(aw && { answer: decompressed(aw) }),
  };
}
