import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from 'fauxqs';
// The package exports a server that listens on every interface, and an app without persistence. Its stores and its
// persistence are imported by path; the version is pinned.
import { snsErrorResponse } from '../../../node_modules/fauxqs/dist/common/xml.js';
import { PersistenceManager } from '../../../node_modules/fauxqs/dist/persistence.js';
import { S3Store } from '../../../node_modules/fauxqs/dist/s3/s3Store.js';
import { SnsStore } from '../../../node_modules/fauxqs/dist/sns/snsStore.js';
import { type SqsQueue, SqsStore } from '../../../node_modules/fauxqs/dist/sqs/sqsStore.js';
import { accountId } from '../account.ts';
import { host, listenError, type RunningServer } from '../http-server.ts';
import type { AccessControl } from '../permissions/access-control.ts';
import { snsPermissions, sqsPermissions } from '../permissions/required-permissions.ts';
import { divideDelays } from './delays.ts';

/** Where the emulator keeps its messages, what its delays are divided by, and who may use it. */
export interface SqsSettings {
  readonly folder: string;
  readonly speed: number;
  readonly access: AccessControl;
}

/** Starts the embedded SQS, with its messages in the folder, and at the same address SNS, which delivers to its queues. */
export async function startSqs(port: number, { folder, speed, access }: SqsSettings): Promise<RunningServer> {
  const path = join(folder, 'sqs');
  mkdirSync(path, { recursive: true });
  const queues = new QueuesHere();
  const topics = new SnsStore();
  const app = buildApp({ logger: false, stores: { sqsStore: queues, snsStore: topics, s3Store: new S3Store() } });
  app.addHook('preHandler', async ({ headers, body }, reply) => {
    const { authorization, 'x-amz-target': target } = headers;
    // Only clients of SNS send forms.
    const isSns = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
    const required = () => (isSns ? snsPermissions(body) : sqsPermissions(target, body));
    const denial = access.denial({ authorization, required });
    if (denial !== undefined && isSns)
      return reply.code(403).type('text/xml').send(snsErrorResponse('AuthorizationError', denial));
    if (denial !== undefined)
      return reply
        .code(400)
        .headers(deniedHeaders)
        .send({ ...denied, Message: denial });
    divideDelays(target, body, queues, speed);
  });
  try {
    queues.address = await app.listen({ port, host });
  } catch (error) {
    throw listenError(error, port, 'SQS');
  }
  // The stores are loaded before they get their persistence: a queue that is saved while it is loaded loses its messages.
  const persistence = new PersistenceManager(path);
  persistence.loadSqsAndSns(queues, topics);
  // Whoever had received a message is gone with the run before. (A queue with persistence refuses this.)
  for (const queue of queues.allQueues())
    for (const receiptHandle of [...queue.inflightMessages.keys()]) queue.changeVisibility(receiptHandle, 0);
  queues.persistence = persistence;
  topics.persistence = persistence;
  for (const queue of queues.allQueues()) queue.persistence = persistence;
  const stop = async () => {
    await app.close();
    persistence.close();
  };
  return { url: queues.address, stop };
}

/** SQS names an error twice: in the body, as other services do, and in a header, as its older protocol does. */
const denied = { __type: 'com.amazon.coral.service#AccessDeniedException' };
const deniedHeaders = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amzn-query-error': 'AccessDenied;Sender',
};

/** Queues whose URL is where the server listens now, even if they were saved with another one. */
class QueuesHere extends SqsStore {
  address = '';

  override createQueue(
    name: string,
    _url: string,
    arn: string,
    attributes?: Record<string, string>,
    tags?: Record<string, string>,
  ): SqsQueue {
    return super.createQueue(name, `${this.address}/${accountId}/${name}`, arn, attributes, tags);
  }
}
