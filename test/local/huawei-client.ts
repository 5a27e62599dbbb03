import * as z from 'zod';
import { fetchDeclared } from './declared-answers.ts';

/** The password of every agent. */
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
  /** The instance in the path. @default none for the demo's */
  readonly instanceId?: string;
}

/** The body of a sign-in. */
export const credentials = (ofPassword: string = password) =>
  JSON.stringify({ password: ofPassword, phonenum: '70001' });

/** Makes a function that calls Huawei's API by a method and a path below its base. */
export const makeHuaweiCall =
  ({ url }: { readonly url: string }, centre = 'demo') =>
  async (call: string, { guid, body, contentType = 'application/json; charset=UTF-8', instanceId }: Sent = {}) => {
    const [method = '', path = ''] = call.split(' ');
    const named = instanceId ?? (centre === 'demo' ? undefined : centre);
    const base = `${named === undefined ? '' : `/${named}`}/agentgateway/resource`;
    const response = await fetchDeclared(url, `${base}${path}`, {
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

export type HuaweiCall = ReturnType<typeof makeHuaweiCall>;

/** Signs an agent in and returns the Guid. */
export async function guidOf(huawei: HuaweiCall, agentId: string, suffix = ''): Promise<string> {
  const { guid, ...refused } = await huawei(`PUT /onlineagent/${agentId}${suffix}`, { body: credentials() });
  if (guid === undefined) throw new Error(`Agent ${agentId} is not signed in: ${JSON.stringify(refused)}`);
  return guid;
}
