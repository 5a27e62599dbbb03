import {
  ApiGatewayManagementApiClient,
  type ApiGatewayManagementApiClientConfig,
  ApiGatewayManagementApiServiceException,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { inParallel } from '#core/in-parallel.ts';
import type { Report, Sockets, Undelivered } from '#core/ports.ts';
import { callLimits, limitedConfig } from '../call-limits.ts';

/** Connections that are reached at the same time: all of a chat or an agent, so that one that hangs delays no other. */
const width = 50;

interface Gateway {
  readonly client: ApiGatewayManagementApiClient;
  readonly report: Report;
  /** The time limit of all frames to one WebSocket. @default - as in `callLimits` */
  readonly wholeMilliseconds?: number;
}

/** Reaches WebSockets through the management API of an API Gateway. */
export function makeSockets({
  client,
  report,
  wholeMilliseconds = callLimits.sockets.wholeMilliseconds,
}: Gateway): Sockets {
  /**
   * Reaches each connection. What is not done when the time is over is aborted: the caller waits no longer, and nothing
   * goes on behind its back. @returns the connections that are gone, and those that could not be reached
   */
  async function reachAll(
    connectionIds: readonly string[],
    reach: (connectionId: string, limit: { readonly abortSignal: AbortSignal }) => Promise<unknown>,
  ): Promise<Undelivered> {
    const gone = new Set<string>();
    const unreached = new Set<string>();
    const limit = { abortSignal: AbortSignal.timeout(wholeMilliseconds) };
    await inParallel(connectionIds, width, async (connectionId) => {
      try {
        await reach(connectionId, limit);
      } catch (error) {
        if (isGone(error)) gone.add(connectionId);
        else {
          unreached.add(connectionId);
          report('A WebSocket could not be reached', error);
        }
      }
    });
    const those = (set: ReadonlySet<string>) => connectionIds.filter((id) => set.has(id));
    return { gone: those(gone), unreached: those(unreached) };
  }

  const deliver: Sockets['deliver'] = (connectionIds, frames) => {
    const all = frames.map((frame) => Buffer.from(frame));
    return reachAll(connectionIds, async (ConnectionId, limit) => {
      for (const Data of all) await client.send(new PostToConnectionCommand({ ConnectionId, Data }), limit);
    });
  };

  return {
    deliver,

    async send(connectionIds, frames) {
      return (await deliver(connectionIds, frames)).gone;
    },

    async close(connectionIds) {
      const { unreached } = await reachAll(connectionIds, (ConnectionId, limit) =>
        client.send(new DeleteConnectionCommand({ ConnectionId }), limit),
      );
      return unreached;
    },
  };
}

/** An id that the gateway cannot parse (400) belongs to another gateway, and is as gone as one that has closed (410). */
const isGone = (error: unknown) =>
  error instanceof GoneException ||
  (error instanceof ApiGatewayManagementApiServiceException && error.message.startsWith('Invalid connectionId'));

/** A client of the management API that soon gives up on a connection (`callLimits`). */
export const makeManagementClient = (config: ApiGatewayManagementApiClientConfig): ApiGatewayManagementApiClient =>
  new ApiGatewayManagementApiClient({ ...limitedConfig(callLimits.sockets), ...config });
