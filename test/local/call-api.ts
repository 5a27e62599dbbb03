import { demoKey } from './chat-run.ts';

/** Calls the API and answers the body; anything but success is thrown. */
export type Call = (method: string, path: string, body?: object) => Promise<ReturnType<typeof JSON.parse>>;

/** Sends a request to the API as it is. */
export const sendTo = ({ url }: { readonly url: string }, key = demoKey) => {
  const headers = { authorization: `Basic ${btoa(key)}`, 'content-type': 'application/json' };
  return (method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
};

export function makeCall(run: { readonly url: string }): Call {
  const send = sendTo(run);
  return async (method, path, body) => {
    const response = await send(method, path, body);
    const answer = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer}`);
    return answer === '' ? undefined : JSON.parse(answer);
  };
}
