import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { afterSuccess, countGuess, type Guesser, type GuessRecord } from '#core/agent-clients/password-guesses.ts';
import type { PasswordGuesses } from '#core/agent-clients/ports.ts';
import type { Instant } from '#core/instant.ts';
import { fixedRetention } from '#core/retention.ts';
import { guessedPartition, guessKey, limitsTable } from './access-tables.ts';
import { type DynamoTable, expiry, isWritten } from './document-client.ts';

const { partitionKey: guessed } = limitsTable.byGuessed;

/** Of so many simultaneous attempts from one source at one password each is counted; the rest may be refused. */
const mostTries = 5;

/** Failures (`fa`), the next attempt (`na`), and whether the source is known (`kn`). */
const recordShape = z.object({ fa: z.int(), na: z.int(), kn: z.boolean() });

/**
 * Keeps the attempts at passwords in the limits table, an item for each agent and source. The same requests are made for
 * agents who do not exist: one read and one write for an attempt, and one read during a pause.
 */
export function makeDynamoPasswordGuesses(table: DynamoTable): PasswordGuesses {
  async function attemptsOf(guesser: Guesser): Promise<GuessRecord | undefined> {
    const { client, tableName: TableName } = table;
    const { Item } = await client.send(new GetCommand({ TableName, Key: guessKey(guesser), ConsistentRead: true }));
    if (!Item) return undefined;
    const { fa, na, kn } = recordShape.parse(Item);
    return { failures: fa, nextAt: na, isKnown: kn };
  }

  /** Whether the record is written; `false` if it is no longer the one that was seen. */
  const write = (guesser: Guesser, { failures, nextAt, isKnown }: GuessRecord, when: Condition, expiresAt: number) =>
    isWritten(
      table.client.send(
        new UpdateCommand({
          TableName: table.tableName,
          Key: guessKey(guesser),
          UpdateExpression: `SET fa = :fa, na = :na, kn = :kn, expiresAt = :expiresAt, ${guessed} = :guessed`,
          ...(when.text !== undefined && { ConditionExpression: when.text }),
          ExpressionAttributeValues: {
            ':fa': failures,
            ':na': nextAt,
            ':kn': isKnown,
            ':expiresAt': expiresAt,
            ':guessed': guessedPartition(guesser.agent),
            ...when.values,
          },
        }),
      ),
    );

  return {
    attemptsOf,

    async count(guesser, found, now) {
      let seen = found;
      for (let tries = 0; tries < mostTries; tries += 1) {
        const guess = countGuess(seen, now);
        if (guess.type === 'paused') return guess;
        if (await write(guesser, guess.record, unchanged(seen), expiryOf(guess.record, now))) return guess;
        seen = await attemptsOf(guesser);
      }
      return { type: 'paused' };
    },

    async succeeded(guesser, now) {
      await write(guesser, afterSuccess, always, expiryOf(afterSuccess, now));
    },
  };
}

interface Condition {
  readonly text?: string;
  readonly values: Readonly<Record<string, number>>;
}

const always: Condition = { values: {} };

const unchanged = (seen: GuessRecord | undefined): Condition =>
  seen
    ? {
        text: 'fa = :seenFailures AND na = :seenNext',
        values: { ':seenFailures': seen.failures, ':seenNext': seen.nextAt },
      }
    : { text: 'attribute_not_exists(pk)', values: {} };

/** A known source is kept for longer than its attempts, which no longer count by then. */
function expiryOf({ nextAt, isKnown }: GuessRecord, now: Instant): number {
  const { passwordGuesses, knownSources } = fixedRetention;
  return (isKnown ? expiry(now, knownSources.days) : expiry(nextAt, passwordGuesses.days)).expiresAt;
}
