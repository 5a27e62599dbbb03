import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { makeSockets } from '#adapters/websocket/sockets.ts';
import { env } from '../env.ts';

/** Where the gateway's management API is: where WebSockets are opened, under the other scheme. */
const endpoint = env('SOCKET_URL').replace(/^ws/, 'http');

export const sockets = makeSockets({ client: new ApiGatewayManagementApiClient({ endpoint }) });
