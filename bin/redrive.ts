import { parseArgs } from 'node:util';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { deadLetterQueues } from './repair/dead-letter-queues.ts';
import { type Found, lookAt, redrive } from './repair/dead-letters.ts';
import { urlOfQueue } from './repair/queue-url.ts';
import { backToFunctions, backToQueue } from './repair/send-back.ts';

const names = Object.keys(deadLetterQueues);

const usage = `npm run redrive -- --stage STAGE --queue QUEUE [--dry-run]

Sends dead letters back to where they failed, and says how many of which kind. It may be repeated and interrupted.
  --stage STAGE  the stage, such as prod
  --queue QUEUE  ${names.join(', ')}
  --dry-run      only says what there is, and changes nothing
AWS credentials and region are taken from the environment, as the AWS CLI does.`;

class UsageFault extends Error {}

function readArguments() {
  const { values } = parseArgs({
    options: {
      stage: { type: 'string', default: '' },
      queue: { type: 'string', default: '' },
      'dry-run': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const { stage, queue } = values;
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(stage)) {
    throw new UsageFault(`--stage must be the name of a stage, such as prod, got ${stage || 'nothing'}`);
  }
  const chosen = Object.hasOwn(deadLetterQueues, queue) ? deadLetterQueues[queue] : undefined;
  if (chosen === undefined)
    throw new UsageFault(`--queue must be one of ${names.join(', ')}, got ${queue || 'nothing'}`);
  return { stage, queue, chosen, dryRun: values['dry-run'] };
}

type Wanted = NonNullable<ReturnType<typeof readArguments>>;

/** @returns what was found or done, in one line, and whether letters are left that could not be sent back */
async function run({ stage, queue, chosen, dryRun }: Wanted): Promise<{ line: string; isLeft: boolean }> {
  const sqs = new SQSClient();
  const urlOf = urlOfQueue(sqs, stage);
  const { back, kindOf } = chosen;
  const letters = { sqs, kindOf, queueUrl: await urlOf(chosen.name) };
  if (dryRun) return { line: `${queue}: ${inWords(await lookAt(letters))}; nothing was changed`, isLeft: false };
  const sendBack =
    'queue' in back
      ? backToQueue({ client: sqs, queueUrl: await urlOf(back.queue) })
      : backToFunctions(new LambdaClient(), (body) =>
          back.functionsFor(body).map((file) => `lastcall-${stage}-${file}`),
        );
  const { sent, left } = await redrive(letters, sendBack);
  const isLeft = left.kinds.size > 0;
  const stay = isLeft ? `; not accepted and left there: ${inWords(left)}` : '';
  return { line: `${queue}: sent back: ${inWords(sent)}${stay}`, isLeft };
}

function inWords({ kinds, oldest }: Found): string {
  const total = [...kinds.values()].reduce((sum, count) => sum + count, 0);
  if (oldest === undefined) return 'no dead letters';
  const each = [...kinds].sort().map(([kind, count]) => `${kind} ${count}`);
  return `${total} dead ${total === 1 ? 'letter' : 'letters'} (${each.join(', ')}), the oldest of ${oldest.toISOString()}`;
}

try {
  const wanted = readArguments();
  if (wanted === undefined) {
    console.log(usage);
  } else {
    const { line, isLeft } = await run(wanted);
    console.log(line);
    if (isLeft) process.exitCode = 1;
  }
} catch (error) {
  const isUsage = error instanceof UsageFault || (error instanceof TypeError && 'code' in error);
  console.error(error instanceof Error ? error.message : String(error));
  if (isUsage) console.error(`\n${usage}`);
  process.exitCode = 1;
}
