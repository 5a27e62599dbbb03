import {
  ApiGatewayManagementApiClient,
  type ApiGatewayManagementApiClientConfig,
  ApiGatewayManagementApiServiceException,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { inParallel } from '#core/in-parallel.ts';
import type { Report, Sockets } from '#core/ports.ts';

/** Connections that are reached at the same time. */
const width = 10;

interface Gateway {
  readonly client: ApiGatewayManagementApiClient;
  readonly report: Report;
}

/** Reaches WebSockets through the management API of an API Gateway. */
export function makeSockets({ client, report }: Gateway): Sockets {
  /** Sends a request for each connection. @returns the connections that are gone */
  async function goneOf(connectionIds: readonly string[], request: (connectionId: string) => Promise<unknown>) {
    const gone = new Set<string>();
    await inParallel(connectionIds, width, async (connectionId) => {
      try {
        await request(connectionId);
      } catch (error) {
        if (isGone(error)) gone.add(connectionId);
        else report('A WebSocket could not be reached', error);
      }
    });
    return connectionIds.filter((id) => gone.has(id));
  }

  return {
    send(connectionIds, frames) {
      const all = frames.map((frame) => Buffer.from(frame));
      return goneOf(connectionIds, async (ConnectionId) => {
        for (const Data of all) await client.send(new PostToConnectionCommand({ ConnectionId, Data }));
      });
    },

    async close(connectionIds) {
      await goneOf(connectionIds, (ConnectionId) => client.send(new DeleteConnectionCommand({ ConnectionId })));
    },
  };
}

/** An id that the gateway cannot parse (400) belongs to another gateway, and is as gone as one that has closed (410). */
const isGone = (error: unknown) =>
  error instanceof GoneException ||
  (error instanceof ApiGatewayManagementApiServiceException && error.message.startsWith('Invalid connectionId'));

/**
 * A client of the management API that gives up on a connection after four seconds. Others wait for it, among them timers
 * that are due, and a function has ten seconds for everything. Without `throwOnRequestTimeout` the SDK would only log a
 * warning and continue to wait.
 */
export const makeManagementClient = (config: ApiGatewayManagementApiClientConfig): ApiGatewayManagementApiClient =>
  new ApiGatewayManagementApiClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 500, requestTimeout: 2000, throwOnRequestTimeout: true },
    ...config,
  });
