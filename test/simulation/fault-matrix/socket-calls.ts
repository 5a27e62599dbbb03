import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { minutes } from '#core/instant.ts';
import { positionAt } from '#core/supervisors/change.ts';
import { chatTopic, subscribed } from '#dialects/connect-participant/frames.ts';
import { agentTopic, framesOfSession } from '#dialects/native/desktops.ts';
import { refusedSubscriptions, supervisorTopic } from '#dialects/native/supervisor-frames.ts';
import { socket, socketAuthorizer } from '#runtime/socket.ts';
import { ann } from '#test/support/agents.ts';
import { chatKey } from '#test/support/chats.ts';
import { type Calls, contextIn, type Ending, mayFail, pauseOf } from './calls.ts';
import type { StartedFunction, World } from './faulty-world.ts';
import { oldChat } from './scene.ts';

/** The tokens by which a customer and Ann's desktop open a WebSocket. */
async function tokensFor(world: World) {
  const { tokens } = world.startFunction();
  const expiresAt = world.time.now() + minutes(60);
  const ofCustomer = { kind: 'socket', ...chatKey, participantId: 'customer', expiresAt } as const;
  const ofDesktop = { kind: 'sessionSocket', ...ann, sessionId: 'session-1', expiresAt } as const;
  const ofSupervisor = { kind: 'supervisorSocket', instanceId: 'demo', watchId: 'watch', expiresAt } as const;
  return {
    customer: await tokens.issue(ofCustomer),
    desktop: await tokens.issue(ofDesktop),
    supervisor: await tokens.issue(ofSupervisor),
  };
}

/** The authorizer of WebSockets. */
export const authorizeSocket: Calls = async (world) => {
  const { customer, desktop, supervisor } = await tokensFor(world);
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
  return { 'a customer': ask(customer), 'a desktop': ask(desktop), 'a supervisor': ask(supervisor) };
};

type Client = Readonly<Record<string, string>>;

/** Frames and closings of WebSockets. */
export const sockets: Calls = async (world) => {
  const invoke = (eventType: string, authorizer: Client, connectionId: string, body?: string) => {
    const handler = socket(clientsOf(world.startFunction()), { pause: pauseOf(world) });
    const requestContext = { connectionId, eventType, requestId: 'req', authorizer };
    return Promise.resolve(handler({ requestContext, body } as never, contextIn(world, 10_000), () => {}));
  };
  const subscribe =
    (topic: string, client: Client, connectionId: string, after?: string) => async (): Promise<Ending> => {
      const frame = JSON.stringify({ topic: 'aws/subscribe', content: { topics: [topic], after } });
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
  const supervisor = { instanceId: 'demo', watchId: 'watch' };
  const another = { instanceId: 'demo', watchId: 'another' };
  return {
    'a customer subscribes': subscribe(chatTopic, customerOf(chatKey), 'new'),
    'a customer of an old chat subscribes': subscribe(chatTopic, customerOf(oldChat), 'newer'),
    'a desktop subscribes': subscribe(agentTopic, desktop, 'newest'),
    'a supervisor subscribes': subscribe(supervisorTopic, another, 'latest', positionAt(world.time.now())),
    'the WebSocket of a supervisor has closed': () => mayFail(invoke('DISCONNECT', supervisor, 'supervisor')),
    'the WebSocket of a customer has closed': () => mayFail(invoke('DISCONNECT', customerOf(chatKey), 'customer')),
    'the WebSocket of a desktop has closed': () => mayFail(invoke('DISCONNECT', desktop, 'desktop')),
  };
};

/** As `socket-client` makes them. */
const clientsOf = ({ chats, agentClients, supervisors }: StartedFunction): Parameters<typeof socket>[0] => ({
  supervisors: {
    topic: supervisorTopic,
    async subscribe(key, connectionId, after) {
      const { type } = await supervisors.subscribeSupervisor(key, connectionId, after);
      return type === 'subscribed' || refusedSubscriptions[type];
    },
    closed: supervisors.unsubscribeSupervisor,
  },
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
          await agentClients.connectDesktop({ instanceId, agentId }, opened, (session, now) => [
            subscribed([agentTopic]),
            ...framesOfSession(session, now),
          ])
        ).type === 'connected'
      );
    },
    closed: ({ instanceId, agentId }, connectionId) =>
      agentClients.disconnectDesktop({ instanceId, agentId }, connectionId),
  },
});
