import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from '@jest/globals';
import { credentials } from '../../../local/aws/account.ts';
import { aFolder } from '../../support/a-folder.ts';
import { eventually } from '../../support/eventually.ts';
import { aFunction, anAssembly } from './an-assembly.ts';
import { aRun } from './runs.ts';

const streamArn = 'arn:aws:kinesis:eu-central-1:111122223333:stream/agents';

// Notes what it gets and reports "bad" as failed.
const note = `
import { appendFileSync } from 'node:fs';
const wordOf = ({ kinesis }) => JSON.parse(Buffer.from(kinesis.data, 'base64').toString()).word;
export const handler = async ({ Records }) => {
  appendFileSync(process.env.NOTES, Records.map(wordOf).join(' ') + '\\n');
  const bad = Records.filter((record) => wordOf(record) === 'bad');
  return { batchItemFailures: bad.map(({ kinesis }) => ({ itemIdentifier: kinesis.sequenceNumber })) };
};`;

const aStreamApp = (notes: string, properties: object = {}) =>
  anAssembly(
    {
      S: {
        Resources: {
          Failed: { Type: 'AWS::SQS::Queue', Properties: {} },
          Work: aFunction('note', { NOTES: notes }),
          Mapping: {
            Type: 'AWS::Lambda::EventSourceMapping',
            Properties: {
              EventSourceArn: streamArn,
              FunctionName: { 'Fn::GetAtt': ['Work', 'Arn'] },
              StartingPosition: 'LATEST',
              BatchSize: 100,
              BisectBatchOnFunctionError: true,
              MaximumRetryAttempts: 2,
              FunctionResponseTypes: ['ReportBatchItemFailures'],
              DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Failed', 'Arn'] } } },
              FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ data: { type: ['A', 'B'] } }) }] },
              ...properties,
            },
          },
        },
      },
    },
    { note },
  );

const recordOf = (word: string, n: number, type = 'A') => ({
  eventID: `shardId-000000000000:${n}`,
  kinesis: {
    data: Buffer.from(JSON.stringify({ type, word })).toString('base64'),
    partitionKey: 'ann',
    sequenceNumber: String(n),
  },
});

const lines = (file: string) => readFileSync(file, { encoding: 'utf8', flag: 'a+' }).split('\n').filter(Boolean);

test('a function gets the records of a stream that pass its filter, and what it reports is given up in the end', async () => {
  const notes = join(aFolder(), 'notes');
  const run = await aRun(aStreamApp(notes));
  const words = ['one', 'beat', 'bad', 'two', 'three'];
  for (const [n, word] of words.entries())
    run.putRecord(streamArn, recordOf(word, n + 1, word === 'beat' ? 'HEART_BEAT' : 'B'));
  run.putRecord('arn:aws:kinesis:eu-central-1:111122223333:stream/other', recordOf('else', 9));
  const sqs = new SQSClient({ region: 'us-east-1', credentials, endpoint: run.addresses.sqs });
  const letter = await eventually(async () => {
    const QueueUrl = `${run.addresses.sqs}/000000000000/${run.app.queues[0]?.name}`;
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    return Messages[0]?.Body;
  });
  expect(JSON.parse(letter).KinesisBatchInfo).toEqual({
    shardId: 'shardId-000000000000',
    startSequenceNumber: '3',
    endSequenceNumber: '3',
    batchSize: 1,
    streamArn,
  });
  await eventually(() => (lines(notes).at(-1) === 'two three' ? true : undefined));
  const noted = lines(notes);
  sqs.destroy();
  // The one that fails is tried three times alone, and nothing before it again.
  expect(noted.filter((line) => line === 'bad')).toHaveLength(3);
  expect(
    noted
      .join(' ')
      .split(' ')
      .filter((word) => word === 'one'),
  ).toHaveLength(1);
  expect(noted.join(' ')).not.toMatch(/beat|else/);
});

test('a queue cannot have what is for streams', async () => {
  const assembly = aStreamApp('', { EventSourceArn: { 'Fn::GetAtt': ['Failed', 'Arn'] } });
  await expect(aRun(assembly)).rejects.toThrow('property StartingPosition is for a Kinesis stream');
});
