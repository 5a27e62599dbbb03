import * as z from 'zod';

/** Every agent's password. */
export const password = 'correct horse battery staple';

const answer = z.looseObject({
  message: z.string(),
  retcode: z.string(),
  event: z.looseObject({ eventType: z.string() }).nullish(),
});

export interface Sent {
  readonly guid?: string;
  /** The text of the body. @default none */
  readonly body?: string;
  /** @default application/json, if there is a body */
  readonly contentType?: string;
  /** Which instance the path names. @default none */
  readonly instanceId?: string;
}

/** The password and the phone that an agent signs in with. */
export const credentials = (as: string = password) => JSON.stringify({ password: as, phonenum: '70001' });

/** Calls the agent gateway by a method and a path below its base, as clients do. */
export const gatewayOf =
  ({ url }: { readonly url: string }) =>
  async (call: string, { guid, body, contentType = 'application/json; charset=UTF-8', instanceId }: Sent = {}) => {
    const [method = '', path = ''] = call.split(' ');
    const base = `${url}${instanceId === undefined ? '' : `/${instanceId}`}/agentgateway/resource`;
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {
        ...(guid !== undefined && { Guid: guid }),
        ...(body !== undefined && { 'content-type': contentType }),
      },
      ...(body !== undefined && { body }),
    });
    const sent = response.headers.get('guid');
    return { status: response.status, ...(sent !== null && { guid: sent }), ...answer.parse(await response.json()) };
  };

export type Gateway = ReturnType<typeof gatewayOf>;

/** Signs an agent in and answers the Guid. */
export async function guidOf(gateway: Gateway, agentId: string, how = ''): Promise<string> {
  const { guid, ...refused } = await gateway(`PUT /onlineagent/${agentId}${how}`, { body: credentials() });
  if (guid === undefined) throw new Error(`Agent ${agentId} is not signed in: ${JSON.stringify(refused)}`);
  return guid;
}
