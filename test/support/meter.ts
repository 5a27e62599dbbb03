import { isDeepStrictEqual } from 'node:util';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { itemSize } from './item-size.ts';
import { type KeyRate, makeKeyRates } from './key-rates.ts';
import { readUnits } from './request-units.ts';
import { type MeteredTable, makeShadowTable, type TargetedCharge } from './shadow-table.ts';

/** What has been used since the meter was made or reset. */
interface Usage {
  /** Table and index writes together, failed conditions included. */
  readonly writeUnits: number;
  /** Write units of each table, and of each index as `table/index`. */
  readonly writeUnitsOf: Readonly<Record<string, number>>;
  readonly readUnits: number;
  /** Requests, repeats included, by operation: `PutItem`, `Query` … */
  readonly requests: Readonly<Record<string, number>>;
  /** The second with the most write units on one partition key, for each table and each `table/index`. */
  readonly busiest: Readonly<Record<string, KeyRate>>;
}

export interface Meter {
  /** Meters everything that this client sends from now on. One meter may watch several clients. */
  attach(client: DynamoDBDocumentClient): void;
  usage(): Usage;
  /** Counts from zero again. The content of the tables stays known. */
  reset(): void;
}

const item = z.record(z.string(), z.unknown());
const someItems = z._default(z.array(item), []);
const requestShape = z.object({
  TableName: z.optional(z.string()),
  IndexName: z.optional(z.string()),
  Item: z.optional(item),
  Key: z.optional(item),
  ConsistentRead: z._default(z.boolean(), false),
  RequestItems: z._default(
    z.record(z.string(), z.object({ Keys: someItems, ConsistentRead: z._default(z.boolean(), false) })),
    {},
  ),
});
const answerShape = z.object({
  Item: z.optional(item),
  Items: someItems,
  Attributes: z.optional(item),
  UnprocessedKeys: z._default(z.record(z.string(), z.object({ Keys: someItems })), {}),
});
type Request = z.output<typeof requestShape>;
type Answer = z.output<typeof answerShape>;

/** Meters request units by DynamoDB's documented rules, indexes included, rather than by what an emulator reports. */
export function makeMeter({ clock, tables }: { clock: { now(): number }; tables: readonly MeteredTable[] }): Meter {
  const shadows = new Map(tables.map((table) => [table.tableName, makeShadowTable(table)]));
  const rates = makeKeyRates(clock);
  let written: Record<string, number> = {};
  let requests: Record<string, number> = {};
  let read = 0;

  function tableOf(name = '') {
    const table = shadows.get(name);
    if (!table) throw new Error(`Table ${name} is not metered`);
    return table;
  }

  function charge(charges: readonly TargetedCharge[]) {
    for (const { target, partition, units } of charges) {
      written[target] = (written[target] ?? 0) + units;
      rates.count(target, partition, units);
    }
  }

  /** Counts one request. There is no answer to a write whose condition did not hold. */
  function count(operation: string, request: Request, answer: Answer | undefined) {
    const { Item, Key = Item ?? {}, ConsistentRead } = request;
    if (operation === 'PutItem' || operation === 'UpdateItem' || operation === 'DeleteItem') {
      const table = tableOf(request.TableName);
      const next = operation === 'UpdateItem' ? answer?.Attributes : Item;
      charge(answer ? table.write(Key, next) : table.refuse(Key, Item));
    } else if (operation === 'GetItem') {
      read += readUnits(answer?.Item ? tableOf(request.TableName).bytesOf(answer.Item) : 0, ConsistentRead);
    } else if (operation === 'Query') {
      const { bytesOf } = tableOf(request.TableName);
      read += readUnits(sum((answer?.Items ?? []).map(request.IndexName ? itemSize : bytesOf)), ConsistentRead);
    } else if (operation === 'BatchGetItem') {
      for (const [name, asked] of Object.entries(request.RequestItems)) {
        const left = answer?.UnprocessedKeys[name]?.Keys ?? [];
        const readKeys = asked.Keys.filter((key) => !left.some((other) => isDeepStrictEqual(key, other)));
        read += sum(readKeys.map((key) => readUnits(tableOf(name).bytesOf(key), asked.ConsistentRead)));
      }
    } else throw new Error(`${operation} is not metered`);
  }

  return {
    attach({ middlewareStack }) {
      const inputs = new WeakMap<object, unknown>();
      middlewareStack.add(
        (next, context) => (args) => {
          // The request of an update does not contain the new item, so the answer has to.
          const isUpdate = context.commandName === 'UpdateItemCommand';
          const input = isUpdate ? { ...args.input, ReturnValues: 'ALL_NEW' as const } : args.input;
          inputs.set(context, input);
          return next({ ...args, input });
        },
        { name: 'meterInput', step: 'initialize' },
      );
      middlewareStack.add(
        (next, context) => async (args) => {
          const operation = String(context.commandName).replace(/Command$/, '');
          const request = requestShape.parse(inputs.get(context));
          requests[operation] = (requests[operation] ?? 0) + 1;
          try {
            const result = await next(args);
            count(operation, request, answerShape.parse(result.output));
            return result;
          } catch (error) {
            if (error instanceof ConditionalCheckFailedException) count(operation, request, undefined);
            throw error;
          }
        },
        { name: 'meter', step: 'deserialize', priority: 'high' },
      );
    },

    usage: () => ({
      writeUnits: sum(Object.values(written)),
      writeUnitsOf: { ...written },
      readUnits: read,
      requests: { ...requests },
      busiest: rates.busiest(),
    }),

    reset() {
      written = {};
      requests = {};
      read = 0;
      rates.reset();
    },
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
