import type { APIGatewayRequestAuthorizerEvent, APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import { minutes } from '#core/instant.ts';
import { chatTopic, subscribed } from '#dialects/connect-participant/frames.ts';
import { agentTopic, framesOfSession } from '#dialects/native/desktops.ts';
import { authorizer } from '#runtime/authorizer.ts';
import { socket, socketAuthorizer } from '#runtime/socket.ts';
import { ann } from '#test/support/agents.ts';
import { chatKey } from '#test/support/chats.ts';
import { type Calls, contextIn, type Ending, mayFail, pauseOf } from './calls.ts';
import type { StartedFunction, World } from './faulty-world.ts';
import { oldChat } from './scene.ts';

/** The token of a customer and that of Ann's desktop. */
async function tokensFor(world: World, kinds: readonly ['connection' | 'socket', 'session' | 'sessionSocket']) {
  const { tokens } = world.startFunction();
  const expiresAt = world.time.now() + minutes(60);
  const ofCustomer = { kind: kinds[0], ...chatKey, participantId: 'customer', expiresAt };
  const ofDesktop = { kind: kinds[1], ...ann, sessionId: 'session-1', expiresAt };
  return { customer: await tokens.issue(ofCustomer), desktop: await tokens.issue(ofDesktop) };
}

/** The authorizer of requests. */
export const authorize: Calls = async (world) => {
  const { customer } = await tokensFor(world, ['connection', 'session']);
  const ask = async (routeKey: string, headers: object): Promise<Ending> => {
    const { access, tokens } = world.startFunction();
    const handler = authorizer({ authenticate: access.authenticate, tokens, pause: pauseOf(world) });
    const received = { headers, routeKey, requestContext: { requestId: 'req' } };
    const { isAuthorized, context } = await handler(received as unknown as APIGatewayRequestAuthorizerEventV2);
    if (!isAuthorized) throw new Error('API Gateway would answer in a shape of its own');
    return 'instanceId' in context ? 'done' : 'failed';
  };
  return {
    'a caller': () => ask('GET /v1/agents', { authorization: `Basic ${btoa('key:secret')}` }),
    'a participant': () => ask('POST /participant/message', { 'x-amz-bearer': customer }),
  };
};

/** The authorizer of WebSockets. */
export const authorizeSocket: Calls = async (world) => {
  const { customer, desktop } = await tokensFor(world, ['socket', 'sessionSocket']);
  const ask = (token: string) => async (): Promise<Ending> => {
    const handler = socketAuthorizer(world.startFunction().tokens, { pause: pauseOf(world) });
    const received = { methodArn: 'arn', queryStringParameters: { token }, requestContext: { requestId: 'req' } };
    // A browser sees nothing of the answer to a handshake, whatever it is.
    const answered = handler(received as unknown as APIGatewayRequestAuthorizerEvent);
    return mayFail(
      answered.then(({ policyDocument: { Statement } }) => {
        if (!JSON.stringify(Statement).includes('"Allow"')) throw new Error('Refused');
      }),
    );
  };
  return { 'a customer': ask(customer), 'a desktop': ask(desktop) };
};

type Client = Readonly<Record<string, string>>;

/** Frames and closings of WebSockets. */
export const sockets: Calls = async (world) => {
  const invoke = (eventType: string, authorizer: Client, connectionId: string, body?: string) => {
    const { chats, agentClients } = world.startFunction();
    const handler = socket(clientsOf(chats, agentClients), { pause: pauseOf(world) });
    const requestContext = { connectionId, eventType, requestId: 'req', authorizer };
    return Promise.resolve(handler({ requestContext, body } as never, contextIn(world, 10_000), () => {}));
  };
  const subscribe = (topic: string, client: Client, connectionId: string) => async (): Promise<Ending> => {
    const frame = JSON.stringify({ topic: 'aws/subscribe', content: { topics: [topic] } });
    const answer = await invoke('MESSAGE', client, connectionId, frame);
    const body = typeof answer === 'object' && answer.body !== undefined ? JSON.parse(answer.body) : undefined;
    if (body === undefined) return 'done';
    // The client tries again when it reads this.
    if (body.topic !== 'aws/subscribe' || body.content.status !== 'failure')
      throw new Error('Not a frame of this dialect');
    return 'failed';
  };
  const customerOf = (key: typeof chatKey) => ({ tokenKind: 'socket', ...key, participantId: 'customer' });
  const desktop = { ...ann, sessionId: 'session-1' };
  return {
    'a customer subscribes': subscribe(chatTopic, customerOf(chatKey), 'new'),
    'a customer of an old chat subscribes': subscribe(chatTopic, customerOf(oldChat), 'newer'),
    'a desktop subscribes': subscribe(agentTopic, desktop, 'newest'),
    'the WebSocket of a customer has closed': () => mayFail(invoke('DISCONNECT', customerOf(chatKey), 'customer')),
    'the WebSocket of a desktop has closed': () => mayFail(invoke('DISCONNECT', desktop, 'desktop')),
  };
};

/** As `socket-client` makes them. */
const clientsOf = (
  chats: StartedFunction['chats'],
  agentClients: StartedFunction['agentClients'],
): Parameters<typeof socket>[0] => ({
  participants: {
    topic: chatTopic,
    subscribe: async (participant, connectionId) =>
      (await chats.connectParticipant({ ...participant, connectionId }, subscribed([chatTopic]))).type === 'done',
    closed: (participant, connectionId) => chats.disconnectParticipant({ ...participant, connectionId }),
  },
  desktops: {
    topic: agentTopic,
    subscribe: async ({ instanceId, agentId, sessionId }, connectionId) => {
      const opened = { sessionId, connectionId };
      return (
        (
          await agentClients.connectDesktop({ instanceId, agentId }, opened, (session) => [
            subscribed([agentTopic]),
            ...framesOfSession(session),
          ])
        ).type === 'connected'
      );
    },
    closed: ({ instanceId, agentId }, connectionId) =>
      agentClients.disconnectDesktop({ instanceId, agentId }, connectionId),
  },
});
