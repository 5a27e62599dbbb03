import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { arn } from '../account.ts';
import { decode } from '../http/route-match.ts';
import { readBody } from '../http-server.ts';
import type { AccessControl } from '../permissions/access-control.ts';
import { type Connection, maximumMessageBytes } from './connection.ts';
import type { SocketApi } from './socket-api.ts';
import { isGatewayId } from './socket-event.ts';

/** The API whose connections are managed. */
export interface ManagementSettings {
  readonly api: Pick<SocketApi, 'apiId' | 'stage'>;
  readonly access: AccessControl;
  /** The open connections by id, without those whose `$connect` is still in progress. */
  readonly connections: ReadonlyMap<string, Connection>;
}

interface Reply {
  readonly status: number;
  readonly errorType?: string;
  readonly answer?: object;
}

/**
 * Serves the `@connections` API of a stage, as the AWS SDK calls it: sends to a connection, describes it, closes it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export function managementApi(settings: ManagementSettings): RequestListener {
  return async (incoming, response) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const { status, errorType, answer } = await readBody(incoming, maximumMessageBytes).then(
      (body) => manage({ method, url, headers, body }, settings),
      () => refusal(400, 'BadRequestException', 'The request was cut off'),
    );
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(errorType === undefined ? {} : { 'x-amzn-errortype': errorType }),
    });
    response.end(answer === undefined ? undefined : JSON.stringify(answer));
  };
}

interface ManagementRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Undefined if it is longer than a message may be. */
  readonly body: Buffer | undefined;
}

async function manage(
  { method, url, headers, body }: ManagementRequest,
  { api, access, connections }: ManagementSettings,
): Promise<Reply> {
  const path = decode(url.split('?')[0] ?? '');
  const prefix = `/${api.stage}/@connections/`;
  if (!path.startsWith(prefix) || !methods.has(method)) return refusal(403, 'ForbiddenException', 'Forbidden');
  const connectionId = path.slice(prefix.length);
  const resource = arn('execute-api', `${api.apiId}/${api.stage}/${method}/@connections/${connectionId}`);
  const required = () => [{ action: 'execute-api:ManageConnections', resource }];
  const denial = access.denial({ authorization: headers.authorization, required });
  if (denial !== undefined) return refusal(403, 'AccessDeniedException', denial);

  if (!isGatewayId(connectionId)) {
    return refusal(400, 'BadRequestException', `Invalid connectionId: ${connectionId}`);
  }
  if (body === undefined) return refusal(413, 'PayloadTooLargeException', 'Message too long');
  const connection = connections.get(connectionId);
  if (connection?.isOpen !== true) return { status: 410, errorType: 'GoneException' };
  switch (method) {
    case 'POST':
      await connection.send(body);
      return { status: 200 };
    case 'DELETE':
      void connection.close(1000, 'Connection Closed Normally');
      return { status: 204 };
    default:
      return { status: 200, answer: describe(connection) };
  }
}

const methods = new Set(['DELETE', 'GET', 'POST']);

function describe({ facts, lastActiveAt }: Connection): object {
  const iso = (instant: number) => new Date(instant).toISOString();
  return { connectedAt: iso(facts.connectedAt), identity: facts.identity, lastActiveAt: iso(lastActiveAt) };
}

function refusal(status: number, errorType: string, message: string): Reply {
  return { status, errorType, answer: { message } };
}
