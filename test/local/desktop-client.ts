import { connectInTime } from './aws/socket-client.ts';
import { fetchDeclared } from './declared-answers.ts';

/** The frame by which a desktop subscribes to the notifications of its session. */
export const subscription = JSON.stringify({ topic: 'aws/subscribe', content: { topics: ['lastcall/agent'] } });

/** The page of an agent's desktop, with the token of its session. Its requests have only a body, as beacons do. */
export function aDesktop({ url }: { readonly url: string }, token: string) {
  const post = async (action: string, body: object = {}) => {
    const text = JSON.stringify({ token, ...body });
    const response = await fetchDeclared(url, `/v1/session/${action}`, { method: 'POST', body: text });
    const answer = await response.text();
    return { status: response.status, ...(answer !== '' && JSON.parse(answer)) };
  };
  return {
    post,
    /** Opens a WebSocket and subscribes. Resolves with the first frame. */
    async listen() {
      const socket = await connectInTime(async () => (await post('connection')).url);
      socket.send(subscription);
      const next = async () => JSON.parse(await socket.next());
      return { socket, next, welcome: await next() };
    },
  };
}
