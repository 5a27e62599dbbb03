import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

/** A request to an AWS service that speaks JSON. */
export interface ServiceRequest {
  /** `PutEvents`, `SendMessageBatch` … */
  readonly operation: string;
  readonly body: unknown;
}

export interface JsonService {
  readonly endpoint: string;
  /** The requests, in order. */
  readonly requests: readonly ServiceRequest[];
  stop(): Promise<void>;
}

/** A service with the answers of a test. An error that the test throws is a status 500. */
export async function startJsonService(answer: (request: ServiceRequest) => unknown): Promise<JsonService> {
  const requests: ServiceRequest[] = [];
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const received = { operation, body: JSON.parse(await text(request)) };
    requests.push(received);
    try {
      response.end(JSON.stringify(await answer(received)));
    } catch (error) {
      response.statusCode = 500;
      response.end(JSON.stringify({ message: String(error) }));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The service has no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    requests,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The configuration of a client for a service on this machine. */
export const onThisMachine = (endpoint: string) => ({
  endpoint,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
