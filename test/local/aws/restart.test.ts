import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { credentials } from '../../../local/aws/account.ts';
import { type LocalRun, startApp } from '../../../local/aws/start-app.ts';
import { aFolder } from '../../support/a-folder.ts';
import { eventually } from '../../support/eventually.ts';
import { anAssembly } from './an-assembly.ts';
import { aRun } from './runs.ts';

const anApp = (key: string) =>
  anAssembly({
    S: {
      Resources: {
        Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
        Table: {
          Type: 'AWS::DynamoDB::Table',
          Properties: {
            KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
            AttributeDefinitions: [
              { AttributeName: key, AttributeType: 'S' },
              { AttributeName: 'team', AttributeType: 'S' },
            ],
            GlobalSecondaryIndexes: [
              {
                IndexName: 'byTeam',
                KeySchema: [{ AttributeName: 'team', KeyType: 'HASH' }],
                Projection: { ProjectionType: 'KEYS_ONLY' },
              },
            ],
          },
        },
      },
    },
  });

const item = { TableName: 'S-Table', Key: { pk: { S: 'a' } } };
const dynamodb = (run: LocalRun) =>
  new DynamoDBClient({ region: 'us-east-1', credentials, endpoint: run.addresses.dynamodb });
const sqs = (run: LocalRun) => new SQSClient({ region: 'us-east-1', credentials, endpoint: run.addresses.sqs });
const queue = (run: LocalRun) => ({ QueueUrl: `${run.addresses.sqs}/000000000000/S-Queue` });

async function leaveTraces(folder: string): Promise<void> {
  const run = await startApp({ port: 0, folder, assembly: anApp('pk') });
  expect(run.beganEmpty).toBe(true);
  await dynamodb(run).send(new PutItemCommand({ TableName: 'S-Table', Item: { pk: { S: 'a' } } }));
  await sqs(run).send(new SendMessageCommand({ ...queue(run), MessageBody: 'kept' }));
  await run.stop();
}

async function traces(run: LocalRun): Promise<unknown[]> {
  const { Item } = await dynamodb(run).send(new GetItemCommand(item));
  const { Messages } = await sqs(run).send(new ReceiveMessageCommand(queue(run)));
  return [Item?.pk?.S, Messages?.[0]?.Body];
}

describe('a restart', () => {
  test('keeps items and messages, even on other ports', async () => {
    const folder = aFolder();
    await leaveTraces(folder);
    const run = await aRun(anApp('pk'), { folder });
    expect(run.beganEmpty).toBe(false);
    expect(await traces(run)).toEqual(['a', 'kept']);
  });

  test('delivers at once what was being processed when the run before ended', async () => {
    const folder = aFolder();
    await leaveTraces(folder);
    const before = await startApp({ port: 0, folder, assembly: anApp('pk') });
    const received = await sqs(before).send(new ReceiveMessageCommand({ ...queue(before), VisibilityTimeout: 900 }));
    expect(received.Messages).toHaveLength(1);
    await before.stop();
    const run = await aRun(anApp('pk'), { folder });
    const again = await sqs(run).send(
      new ReceiveMessageCommand({ ...queue(run), MessageSystemAttributeNames: ['ApproximateReceiveCount'] }),
    );
    expect(again.Messages).toMatchObject([{ Body: 'kept', Attributes: { ApproximateReceiveCount: '2' } }]);
  });

  test('with fresh deletes all state', async () => {
    const folder = aFolder();
    await leaveTraces(folder);
    const run = await aRun(anApp('pk'), { folder, fresh: true });
    expect(run.beganEmpty).toBe(true);
    expect(await traces(run)).toEqual([undefined, undefined]);
  });

  test('begins empty if the run before was interrupted during its start', async () => {
    const folder = aFolder();
    await expect(startApp({ port: 0, folder, assembly: aFolder() })).rejects.toThrow('is no cloud assembly');
    expect((await aRun(anApp('pk'), { folder })).beganEmpty).toBe(true);
  });

  test('refuses a table whose keys have changed', async () => {
    const folder = aFolder();
    await leaveTraces(folder);
    await expect(startApp({ port: 0, folder, assembly: anApp('id') })).rejects.toThrow(
      'Table S-Table has other keys or indexes than the state that was kept; start with --fresh to begin anew',
    );
  });
});

/** Takes two consecutive ports. */
async function takenPorts(): Promise<[others: [Server, Server], port: number]> {
  const first = createServer().listen(0, '127.0.0.1').unref();
  await once(first, 'listening');
  const address = first.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const second = createServer().unref();
  second.listen(port + 1, '127.0.0.1');
  const isTaken = await once(second, 'listening').then(
    () => true,
    () => false,
  );
  if (isTaken) return [[first, second], port];
  first.close();
  return takenPorts();
}

const stateOf = (processId: number) =>
  execFileSync('ps', ['-o', 'state=', '-p', String(processId)], { encoding: 'utf8' })
    .trim()
    .slice(0, 1);

describe('a start is refused', () => {
  test('and names the port that is in use and what it is needed for', async () => {
    const [others, port] = await takenPorts();
    const start = () => startApp({ port, folder: aFolder(), assembly: anApp('pk') });
    await expect(start()).rejects.toThrow(`Port ${port}, needed for the HTTP API, is in use`);
    others[0].close();
    await expect(start()).rejects.toThrow(`Port ${port + 1}, needed for the WebSocket API, is in use`);
    others[1].close();
  });

  test('only while another run holds the folder, whoever has the id of its process by now', async () => {
    const folder = aFolder();
    writeFileSync(join(folder, 'run.pid'), String(process.ppid));
    await aRun(anApp('pk'), { folder });
  });

  test('not by a process that was killed, even while nobody has waited for its end', async () => {
    const folder = aFolder();
    // The shell becomes `sleep`, which never waits for its child: once killed, that is a zombie.
    const holder = `const { lockStateFolder } = await import(process.argv[1]);
      lockStateFolder(process.argv[2], { fresh: false, appName: 'App' });
      console.log(process.pid);
      setInterval(() => {}, 1000);`;
    const script = 'node --input-type=module -e "$1" "$2" "$3" & exec sleep 60';
    const module = new URL('../../../local/aws/state-folder.ts', import.meta.url).href;
    const parent = spawn('sh', ['-c', script, 'sh', holder, module, folder]);
    try {
      const [line] = await once(parent.stdout, 'data');
      const processId = Number(line);
      await expect(startApp({ port: 0, folder, assembly: anApp('pk') })).rejects.toThrow(`as process ${processId}`);
      process.kill(processId, 'SIGKILL');
      await eventually(() => stateOf(processId) === 'Z' || undefined);
      await aRun(anApp('pk'), { folder });
    } finally {
      parent.kill('SIGKILL');
    }
  });

  test('and names the process that uses the same folder', async () => {
    const folder = aFolder();
    await aRun(anApp('pk'), { folder });
    await expect(startApp({ port: 0, folder, assembly: anApp('pk') })).rejects.toThrow(`as process ${process.pid}`);
  });
});
