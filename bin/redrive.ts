import { parseArgs } from 'node:util';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { runCommand, stageNamed, UsageFault } from './command.ts';
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
  const { queue } = values;
  const stage = stageNamed(values.stage);
  const chosen = Object.hasOwn(deadLetterQueues, queue) ? deadLetterQueues[queue] : undefined;
  if (chosen === undefined)
    throw new UsageFault(`--queue must be one of ${names.join(', ')}, got ${queue || 'nothing'}`);
  return { stage, queue, chosen, dryRun: values['dry-run'] };
}

type Wanted = NonNullable<ReturnType<typeof readArguments>>;

/** Prints what was found or done, in one line. Resolves with whether no letter is left that could not be sent back. */
async function run({ stage, queue, chosen, dryRun }: Wanted): Promise<boolean> {
  const sqs = new SQSClient();
  const urlOf = urlOfQueue(sqs, stage);
  const { back, kindOf } = chosen;
  const letters = { sqs, kindOf, queueUrl: await urlOf(chosen.name) };
  if (dryRun) {
    console.log(`${queue}: ${inWords(await lookAt(letters))}; nothing was changed`);
    return true;
  }
  const sendBack =
    'queue' in back
      ? backToQueue({ client: sqs, queueUrl: await urlOf(back.queue) })
      : backToFunctions(new LambdaClient(), (body) =>
          back.functionsFor(body).map((file) => `lastcall-${stage}-${file}`),
        );
  const { sent, left } = await redrive(letters, sendBack);
  const isLeft = left.kinds.size > 0;
  const stay = isLeft ? `; not accepted and left there: ${inWords(left)}` : '';
  console.log(`${queue}: sent back: ${inWords(sent)}${stay}`);
  return !isLeft;
}

function inWords({ kinds, oldest }: Found): string {
  const total = [...kinds.values()].reduce((sum, count) => sum + count, 0);
  if (oldest === undefined) return 'no dead letters';
  const each = [...kinds].sort().map(([kind, count]) => `${kind} ${count}`);
  return `${total} dead ${total === 1 ? 'letter' : 'letters'} (${each.join(', ')}), the oldest of ${oldest.toISOString()}`;
}

await runCommand({ usage, read: readArguments, run });
