import { makeManagementClient } from '#adapters/websocket/management-client.ts';
import { makeSockets } from '#adapters/websocket/sockets.ts';
import { env } from '../env.ts';
import { report } from '../observe.ts';

/** Where the gateway's management API is: where WebSockets are opened, under the other scheme. */
const endpoint = env('SOCKET_URL').replace(/^ws/, 'http');

export const sockets = makeSockets({ client: makeManagementClient({ endpoint }), report });
