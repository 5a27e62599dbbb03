import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { makeDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { urlOfQueue } from './repair/queue-url.ts';
import { type Restored, restore } from './repair/restore.ts';
import { type Restorable, restorable } from './repair/tables.ts';

const usage = `npm run restore -- --stage STAGE [--from TABLE=NAME ...] [--dry-run]

Puts tables back that were restored to an instant, and sets right what a restore leaves wrong: wake-ups, leases and the
numbers of jobs and events. It may be repeated and interrupted. docs/operations.md says what comes before and after.
  --stage STAGE      the stage, such as prod
  --from TABLE=NAME  makes the stage's table what the table NAME is; TABLE is one of
                     ${restorable.join(', ')}
  --dry-run          only says what would be done
AWS credentials and region are taken from the environment, as the AWS CLI does.`;

class UsageFault extends Error {}

function readArguments() {
  const { values } = parseArgs({
    options: {
      stage: { type: 'string', default: '' },
      from: { type: 'string', multiple: true, default: [] },
      'dry-run': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const { stage } = values;
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(stage)) {
    throw new UsageFault(`--stage must be the name of a stage, such as prod, got ${stage || 'nothing'}`);
  }
  return { stage, from: new Map(values.from.map(readSource)), dryRun: values['dry-run'] };
}

function readSource(text: string): readonly [Restorable, string] {
  const [, table, name] = /^(\w+)=([\w.-]{3,255})$/.exec(text) ?? [];
  const known = restorable.find((each) => each === table);
  if (known === undefined || name === undefined) {
    throw new UsageFault(`--from must be TABLE=NAME with one of ${restorable.join(', ')}, got ${text}`);
  }
  return [known, name];
}

function inWords({ tables, woken }: Restored, dryRun: boolean): string[] {
  const [put, wake] = dryRun ? ['to be put back', 'to be woken'] : ['put back', 'woken'];
  return [
    ...[...tables].map(
      ([id, found]) => `${id}: ${found.put} items ${put}, ${found.removed} that were not there removed`,
    ),
    `${wake}: ${woken.agents} agents, ${woken.jobs} jobs, ${woken.chats} chats`,
    ...(woken.unreadable > 0 ? [`${woken.unreadable} agents cannot be read and were left alone`] : []),
    ...[...woken.counters].map(([instanceId, jobId]) => `jobs of ${instanceId} go on after ${jobId}`),
  ];
}

try {
  const order = readArguments();
  if (order === undefined) {
    console.log(usage);
  } else {
    const sqs = new SQSClient();
    const dynamodb = makeDocumentClient(new DynamoDBClient());
    const ports = { dynamodb, sqs, urlOf: urlOfQueue(sqs, order.stage), clock: { now: () => Date.now() } };
    for (const line of inWords(await restore(ports, order), order.dryRun)) console.log(line);
  }
} catch (error) {
  const isUsage = error instanceof UsageFault || (error instanceof TypeError && 'code' in error);
  console.error(error instanceof Error ? error.message : String(error));
  if (isUsage) console.error(`\n${usage}`);
  process.exitCode = 1;
}
