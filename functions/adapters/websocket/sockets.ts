import {
  type ApiGatewayManagementApiClient,
  ApiGatewayManagementApiServiceException,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { Sockets } from '#core/chats/sockets.ts';
import { allFulfilled, inParallel } from '#core/in-parallel.ts';

/** Connections reached at the same time. */
const width = 10;

/** Reaches WebSockets through the management API of an API Gateway. */
export function makeSockets({ client }: { readonly client: ApiGatewayManagementApiClient }): Sockets {
  return {
    async send(connectionIds, frame) {
      const Data = Buffer.from(frame);
      const reached = await inParallel(connectionIds, width, (ConnectionId) =>
        isReached(client.send(new PostToConnectionCommand({ ConnectionId, Data }))),
      );
      const there = allFulfilled(reached, 'connections');
      return connectionIds.filter((_, n) => !there[n]);
    },

    async close(connectionIds) {
      const closed = await inParallel(connectionIds, width, (ConnectionId) =>
        isReached(client.send(new DeleteConnectionCommand({ ConnectionId }))),
      );
      allFulfilled(closed, 'connections');
    },
  };
}

/** Whether a connection was there; throws when that cannot be told. */
const isReached = (request: Promise<unknown>): Promise<boolean> =>
  request.then(
    () => true,
    (error: unknown) => {
      if (isGone(error)) return false;
      throw error;
    },
  );

/** An id that the gateway cannot even read (400) was of another gateway, and is as gone as one that has closed (410). */
const isGone = (error: unknown) =>
  error instanceof GoneException ||
  (error instanceof ApiGatewayManagementApiServiceException && error.message.startsWith('Invalid connectionId'));
