import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from 'fauxqs';
// The package exports its server, which listens on every interface, and its app, which forgets: what keeps the messages
// is reached by path. The version is pinned.
import { PersistenceManager } from '../../node_modules/fauxqs/dist/persistence.js';
import { S3Store } from '../../node_modules/fauxqs/dist/s3/s3Store.js';
import { SnsStore } from '../../node_modules/fauxqs/dist/sns/snsStore.js';
import { type SqsQueue, SqsStore } from '../../node_modules/fauxqs/dist/sqs/sqsStore.js';
import type { RunningServer } from '../dynamodb/dynamodb-server.ts';
import { host, listenFault } from '../listen.ts';
import { inSystemTime } from './system-time.ts';

/** Starts the embedded SQS with its messages in the folder. Its delays are divided by the speed. */
export async function startSqs(port: number, folder: string, speed: number): Promise<RunningServer> {
  const path = join(folder, 'sqs');
  mkdirSync(path, { recursive: true });
  const queues = new QueuesAt();
  const topics = new SnsStore();
  const app = buildApp({ logger: false, stores: { sqsStore: queues, snsStore: topics, s3Store: new S3Store() } });
  app.addHook('preHandler', async (request) =>
    inSystemTime(request.headers['x-amz-target'], request.body, queues, speed),
  );
  try {
    queues.address = await app.listen({ port, host });
  } catch (error) {
    throw listenFault(error, port, 'SQS');
  }
  // Loading before the stores know what keeps them: a queue written back while it is loaded would lose its messages.
  const kept = new PersistenceManager(path);
  kept.loadSqsAndSns(queues, topics);
  queues.persistence = kept;
  for (const queue of queues.allQueues()) queue.persistence = kept;
  const stop = async () => {
    await app.close();
    kept.close();
  };
  return { url: queues.address, stop };
}

/** Queues whose address is where the server listens now, whatever it was when they were kept. */
class QueuesAt extends SqsStore {
  address = '';

  override createQueue(
    name: string,
    _url: string,
    arn: string,
    attributes?: Record<string, string>,
    tags?: Record<string, string>,
  ): SqsQueue {
    return super.createQueue(name, `${this.address}/000000000000/${name}`, arn, attributes, tags);
  }
}
