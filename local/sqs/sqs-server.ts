import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from 'fauxqs';
// The package exports its server, which listens on every interface, and its app, which forgets: what keeps the messages
// is reached by path. The version is pinned.
import { snsErrorResponse } from '../../node_modules/fauxqs/dist/common/xml.js';
import { PersistenceManager } from '../../node_modules/fauxqs/dist/persistence.js';
import { S3Store } from '../../node_modules/fauxqs/dist/s3/s3Store.js';
import { SnsStore } from '../../node_modules/fauxqs/dist/sns/snsStore.js';
import { type SqsQueue, SqsStore } from '../../node_modules/fauxqs/dist/sqs/sqsStore.js';
import type { RunningServer } from '../dynamodb/dynamodb-server.ts';
import { host, listenFault } from '../listen.ts';
import type { AccessControl } from '../permissions/access-control.ts';
import { snsNeeds, sqsNeeds } from '../permissions/needs.ts';
import { inSystemTime } from './system-time.ts';

/** Where the emulator keeps its messages, what its delays are divided by, and who may use it. */
export interface SqsSettings {
  readonly folder: string;
  readonly speed: number;
  readonly access: AccessControl;
}

/** Starts the embedded SQS with its messages in the folder, and at the same address SNS, which delivers to its queues. */
export async function startSqs(port: number, { folder, speed, access }: SqsSettings): Promise<RunningServer> {
  const path = join(folder, 'sqs');
  mkdirSync(path, { recursive: true });
  const queues = new QueuesAt();
  const topics = new SnsStore();
  const app = buildApp({ logger: false, stores: { sqsStore: queues, snsStore: topics, s3Store: new S3Store() } });
  app.addHook('preHandler', async ({ headers, body }, reply) => {
    const { authorization, 'x-amz-target': target } = headers;
    // Of the two, only the clients of SNS send forms.
    const isSns = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
    const needs = () => (isSns ? snsNeeds(body) : sqsNeeds(target, body));
    const denial = access.denial({ authorization, needs });
    if (denial !== undefined && isSns)
      return reply.code(403).type('text/xml').send(snsErrorResponse('AuthorizationError', denial));
    if (denial !== undefined)
      return reply
        .code(400)
        .headers(deniedHeaders)
        .send({ ...denied, Message: denial });
    inSystemTime(target, body, queues, speed);
  });
  try {
    queues.address = await app.listen({ port, host });
  } catch (error) {
    throw listenFault(error, port, 'SQS');
  }
  // Loading before the stores know what keeps them: a queue written back while it is loaded would lose its messages.
  const kept = new PersistenceManager(path);
  kept.loadSqsAndSns(queues, topics);
  queues.persistence = kept;
  topics.persistence = kept;
  for (const queue of queues.allQueues()) queue.persistence = kept;
  const stop = async () => {
    await app.close();
    kept.close();
  };
  return { url: queues.address, stop };
}

/** SQS names an error twice: in the body as other services do, and in a header as its older protocol did. */
const denied = { __type: 'com.amazon.coral.service#AccessDeniedException' };
const deniedHeaders = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amzn-query-error': 'AccessDenied;Sender',
};

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
