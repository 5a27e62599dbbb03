import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Instant } from '#core/instant.ts';
import type { AgentKey } from '#core/sessions/agent.ts';
import type { AgentPasswords } from '#core/sessions/ports.ts';
import { passwordLock } from '../../password-lock.ts';
import { isWritten, unlessRefused } from '../conditional-write.ts';
import type { DynamoTable } from '../document-client.ts';
import { passwordKey } from './keys.ts';

/** A password's hash, and beside it the attempts since the last success: how many, and the instant of the latest. */
const passwordShape = z.object({ ph: z.string() });

/**
 * Keeps the passwords of agents in the keys table.
 *
 * Attempts are counted by the write that hands out the hash, so many at once are many. For agents who have no password
 * nothing is written, so that strangers leave nothing here: as many requests are refused as of an agent who is locked.
 */
export function makeDynamoAgentPasswords({ client, tableName: TableName }: DynamoTable): AgentPasswords {
  /** What is tried is the hash that stood when the attempt was counted; nothing if it was not counted. */
  async function count(key: AgentKey, { update, condition, values }: Count) {
    const answer = await unlessRefused(
      client.send(
        new UpdateCommand({
          TableName,
          Key: passwordKey(key),
          UpdateExpression: update,
          ConditionExpression: condition,
          ExpressionAttributeValues: values,
          ReturnValues: 'ALL_NEW',
        }),
      ),
    );
    return answer && passwordShape.parse(answer.Attributes).ph;
  }

  return {
    async put(key, passwordHash) {
      await client.send(new PutCommand({ TableName, Item: { ...passwordKey(key), ph: passwordHash } }));
    },

    /** One write, and a second one when attempts are spent: then the lock is over, and they are counted anew. */
    async attempt(key, now) {
      return (await count(key, oneMore(now))) ?? (await count(key, anew(now)));
    },

    async succeeded(key) {
      await isWritten(
        client.send(
          new UpdateCommand({
            TableName,
            Key: passwordKey(key),
            UpdateExpression: 'REMOVE fa, la',
            ConditionExpression: 'attribute_exists(pk)',
          }),
        ),
      );
    },
  };
}

interface Count {
  readonly update: string;
  readonly condition: string;
  readonly values: Readonly<Record<string, number>>;
}

const oneMore = (now: Instant): Count => ({
  update: 'SET la = :now ADD fa :one',
  condition: 'attribute_exists(ph) AND (attribute_not_exists(fa) OR fa < :most)',
  values: { ':now': now, ':one': 1, ':most': passwordLock.attempts },
});

/** Of several at once when the lock is over the first is counted, and the others are as if it were not over yet. */
const anew = (now: Instant): Count => ({
  update: 'SET la = :now, fa = :one',
  condition: 'attribute_exists(ph) AND la <= :before',
  values: { ':now': now, ':one': 1, ':before': now - passwordLock.lasts },
});
