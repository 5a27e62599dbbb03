import {
  type ApiGatewayManagementApiClient,
  ApiGatewayManagementApiServiceException,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { inParallel } from '#core/in-parallel.ts';
import type { Report, Sockets } from '#core/ports.ts';

/** Connections reached at the same time. */
const width = 10;

interface Gateway {
  readonly client: ApiGatewayManagementApiClient;
  readonly report: Report;
}

/** Reaches WebSockets through the management API of an API Gateway. */
export function makeSockets({ client, report }: Gateway): Sockets {
  /** Asks the gateway for something of each connection. @returns those that are gone. */
  async function goneOf(connectionIds: readonly string[], ask: (connectionId: string) => Promise<unknown>) {
    const gone = new Set<string>();
    await inParallel(connectionIds, width, async (connectionId) => {
      try {
        await ask(connectionId);
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

/** An id that the gateway cannot even read (400) was of another gateway, and is as gone as one that has closed (410). */
const isGone = (error: unknown) =>
  error instanceof GoneException ||
  (error instanceof ApiGatewayManagementApiServiceException && error.message.startsWith('Invalid connectionId'));
