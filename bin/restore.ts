import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { makeDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { runCommand, stageNamed, UsageFault } from './command.ts';
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
  return { stage: stageNamed(values.stage), from: new Map(values.from.map(readSource)), dryRun: values['dry-run'] };
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
    `${wake}: ${woken.agents} agents, ${woken.jobs} jobs, ${woken.chats} chats, ${woken.schedules} schedules`,
    ...(woken.unreadable > 0 ? [`${woken.unreadable} agents cannot be read and were left alone`] : []),
    ...[...woken.counters].map(([instanceId, jobId]) => `jobs of ${instanceId} go on after ${jobId}`),
  ];
}

await runCommand({
  usage,
  read: readArguments,
  async run(order) {
    const sqs = new SQSClient();
    const dynamodb = makeDocumentClient(new DynamoDBClient());
    const ports = { dynamodb, sqs, urlOf: urlOfQueue(sqs, order.stage), clock: { now: () => Date.now() } };
    for (const line of inWords(await restore(ports, order), order.dryRun)) console.log(line);
    return true;
  },
});
