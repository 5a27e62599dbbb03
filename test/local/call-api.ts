import { fetchDeclared } from './declared-answers.ts';

/** The key of the demo's instance. */
export const demoKey = 'demo:demo-secret';

/** Calls the API and returns the body. @throws Error for any status but success */
export type Call = (
  method: string,
  path: string,
  body?: object,
  headers?: object,
) => Promise<ReturnType<typeof JSON.parse>>;

/** Makes a function that sends requests to the API and returns the response. */
export const sendTo = ({ url }: { readonly url: string }, key = demoKey) => {
  const headers = { authorization: `Basic ${btoa(key)}`, 'content-type': 'application/json' };
  return (method: string, path: string, body?: object | null, others: object = {}): Promise<Response> =>
    fetchDeclared(url, path, {
      method,
      headers: { ...headers, ...others },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
};

export function makeCall(run: { readonly url: string }, key = demoKey): Call {
  const send = sendTo(run, key);
  return async (method, path, body, headers) => {
    const response = await send(method, path, body, headers);
    const answer = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer}`);
    return answer === '' ? undefined : JSON.parse(answer);
  };
}
