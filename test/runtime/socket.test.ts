import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import type { Claims, TokenRefusal } from '#core/access/tokens.ts';
import type { ParticipantIdentity } from '#dialects/route.ts';
import type { SessionIdentity, SupervisorIdentity } from '#runtime/credentials.ts';
import { logger } from '#runtime/observe.ts';
import { socket, socketAuthorizer, type TopicClients } from '#runtime/socket.ts';

const claims: Claims = { kind: 'socket', instanceId: 'centre', contactId: 'c1', participantId: 'p1', expiresAt: 5 };
const ofSession = { instanceId: 'centre', agentId: 'ann', sessionId: 's1', expiresAt: 5 };
const routeArn = 'arn:aws:execute-api:eu-central-1:111122223333:sockets/live/$connect';

describe('a client that opens a WebSocket', () => {
  /** Only what the authorizer looks at. */
  const anEvent = (token?: string) =>
    ({
      type: 'REQUEST',
      methodArn: routeArn,
      queryStringParameters: token === undefined ? null : { token },
      requestContext: { requestId: 'req-1' },
    }) as unknown as APIGatewayRequestAuthorizerEvent;
  const asked = (found: Claims | TokenRefusal, token?: string) => {
    const read = jest.fn(async (_: string) => found);
    return { read, answer: socketAuthorizer({ read })(anEvent(token)) };
  };
  const effectOf = (answer: Awaited<ReturnType<typeof asked>['answer']>) => answer.policyDocument.Statement;

  test('with a token for a socket is allowed, and the connection has its identity', async () => {
    const { read, answer } = asked(claims, 'a-token');
    expect(effectOf(await answer)).toEqual([{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: routeArn }]);
    expect((await answer).context).toEqual({
      tokenKind: 'socket',
      instanceId: 'centre',
      contactId: 'c1',
      participantId: 'p1',
    });
    expect(read).toHaveBeenCalledWith('a-token');
  });

  test.each<[string, Claims | TokenRefusal]>([
    ['a forged token', 'badToken'],
    ['an expired token', 'expiredToken'],
    ['a connection token', { ...claims, kind: 'connection' }],
    ['a participant token', { ...claims, kind: 'participant' }],
    ['a session’s own token', { ...ofSession, kind: 'session' }],
  ])('with %s is denied, without a context', async (_, found) => {
    const answer = await asked(found, 'a-token').answer;
    expect(effectOf(answer)).toEqual([{ Action: 'execute-api:Invoke', Effect: 'Deny', Resource: routeArn }]);
    expect(answer.context).toBeUndefined();
  });

  test('with a token for the socket of a session is allowed, and the connection has the session', async () => {
    const answer = await asked({ ...ofSession, kind: 'sessionSocket' }, 'a-token').answer;
    expect(effectOf(answer)).toMatchObject([{ Effect: 'Allow' }]);
    expect(answer).toMatchObject({ principalId: 'ann' });
    expect(answer.context).toEqual({ instanceId: 'centre', agentId: 'ann', sessionId: 's1' });
  });

  test('with a token for the socket of a supervisor’s page is allowed, and the connection has the watch', async () => {
    const token = { kind: 'supervisorSocket', instanceId: 'centre', watchId: 'w1', expiresAt: 5 } as const;
    const answer = await asked(token, 'a-token').answer;
    expect(effectOf(answer)).toMatchObject([{ Effect: 'Allow' }]);
    expect(answer.context).toEqual({ instanceId: 'centre', watchId: 'w1' });
  });

  test('without a token is denied like one with an invalid one', async () => {
    expect(effectOf(await asked('badToken').answer)).toMatchObject([{ Effect: 'Deny' }]);
  });
});

describe('a WebSocket', () => {
  const logged = jest.spyOn(logger, 'error');
  beforeAll(() => void logged.mockImplementation(() => {}));
  afterAll(() => logged.mockRestore());

  /** Only what the handler looks at. */
  type Event = Parameters<ReturnType<typeof socket>>[0];
  const known = { tokenKind: 'socket', instanceId: 'centre', contactId: 'c1', participantId: 'p1', principalId: 'p1' };
  interface Says {
    readonly body?: string;
    readonly authorizer?: unknown;
    readonly connectionId?: string;
  }
  const anEvent = (eventType: string, { body, authorizer = known, connectionId = 'k1' }: Says = {}) =>
    ({ requestContext: { connectionId, eventType, requestId: 'req-1', authorizer }, body }) as unknown as Event;
  const context = { awsRequestId: 'inv-1' } as Context;

  const calls: unknown[] = [];
  const clientsOf = <Identity>(topic: string, nameOf: (identity: Identity) => string): TopicClients<Identity> => ({
    topic,
    async subscribe(identity, connectionId) {
      calls.push(['subscribe', nameOf(identity), connectionId]);
      if (connectionId === 'broken') throw new Error('It failed');
      return connectionId !== 'over';
    },
    async closed(identity, connectionId) {
      if (connectionId === 'broken') throw new Error('It failed');
      calls.push(['closed', nameOf(identity), connectionId]);
    },
  });
  const chatClients: TopicClients<ParticipantIdentity> = clientsOf('aws/chat', ({ participantId }) => participantId);
  const desktopClients: TopicClients<SessionIdentity> = clientsOf(
    'lastcall/agent',
    ({ agentId, sessionId }) => `${agentId} in ${sessionId}`,
  );
  const supervisorClients: TopicClients<SupervisorIdentity> = {
    ...clientsOf<SupervisorIdentity>('lastcall/supervisor', ({ watchId }) => watchId),
    async subscribe({ watchId }, connectionId, after) {
      calls.push(['subscribe', watchId, connectionId, after]);
      return connectionId === 'over' ? 'ask for another address' : true;
    },
  };
  const clients = { participants: chatClients, desktops: desktopClients, supervisors: supervisorClients };
  const handler = socket(clients);
  const invoke = async (event: Event, by = handler) => {
    calls.length = 0;
    return by(event, context, () => {});
  };
  const subscribe = (topic: string) => JSON.stringify({ topic: 'aws/subscribe', content: { topics: [topic] } });
  const refused = (topic: string) => ({ topic: 'aws/subscribe', content: { status: 'failure', topics: [topic] } });
  const bodyOf = (answer: Awaited<ReturnType<typeof invoke>>) =>
    typeof answer === 'object' && answer.body !== undefined ? JSON.parse(answer.body) : undefined;

  test('is opened without a frame, because nothing can be sent yet', async () => {
    expect(await invoke(anEvent('CONNECT'))).toEqual({ statusCode: 200 });
    expect(calls).toEqual([]);
  });

  test('subscribes its client to its topic; the welcome goes another way', async () => {
    expect(await invoke(anEvent('MESSAGE', { body: subscribe('aws/chat') }))).toEqual({ statusCode: 200 });
    expect(calls).toEqual([['subscribe', 'p1', 'k1']]);
  });

  test('refuses other topics, and its own once the chat or session is over', async () => {
    const other = await invoke(anEvent('MESSAGE', { body: subscribe('lastcall/agent') }));
    expect([bodyOf(other), calls]).toEqual([refused('lastcall/agent'), []]);
    const over = await invoke(anEvent('MESSAGE', { body: subscribe('aws/chat'), connectionId: 'over' }));
    expect([bodyOf(over), calls]).toEqual([refused('aws/chat'), [['subscribe', 'p1', 'over']]]);
  });

  test('answers pings and heartbeats, and no frame that it does not know', async () => {
    expect(bodyOf(await invoke(anEvent('MESSAGE', { body: '{"topic":"aws/ping"}' })))).toMatchObject({
      topic: 'aws/ping',
      statusCode: 200,
    });
    expect(bodyOf(await invoke(anEvent('MESSAGE', { body: '{"topic":"aws/heartbeat"}' })))).toEqual({
      topic: 'aws/heartbeat',
    });
    expect(await invoke(anEvent('MESSAGE', { body: 'hello' }))).toEqual({ statusCode: 200 });
    expect(await invoke(anEvent('MESSAGE'))).toEqual({ statusCode: 200 });
    expect(calls).toEqual([]);
  });

  test('is reported when it has closed', async () => {
    expect(await invoke(anEvent('DISCONNECT'))).toEqual({ statusCode: 200 });
    expect(calls).toEqual([['closed', 'p1', 'k1']]);
  });

  test('of a desktop belongs to a session', async () => {
    const authorizer = { instanceId: 'centre', agentId: 'ann', sessionId: 's1', principalId: 'ann' };
    await invoke(anEvent('MESSAGE', { body: subscribe('lastcall/agent'), authorizer }));
    expect(calls).toEqual([['subscribe', 'ann in s1', 'k1']]);
    await invoke(anEvent('DISCONNECT', { authorizer }));
    expect(calls).toEqual([['closed', 'ann in s1', 'k1']]);
  });

  describe('of a supervisor’s page', () => {
    const authorizer = { instanceId: 'centre', watchId: 'w1', principalId: 'w1' };
    const from = (after?: unknown) =>
      JSON.stringify({ topic: 'aws/subscribe', content: { topics: ['lastcall/supervisor'], after } });

    test.each([[undefined], ['0000000000007'], [7], [null], [{ at: 7 }]])(
      'subscribes the page from what it sends, %j, whatever that is',
      async (after) => {
        await invoke(anEvent('MESSAGE', { body: from(after), authorizer }));
        expect(calls).toEqual([['subscribe', 'w1', 'k1', after]]);
      },
    );

    test('says what the page should do instead when a subscription is refused, and when it has closed', async () => {
      const over = await invoke(anEvent('MESSAGE', { body: from(), authorizer, connectionId: 'over' }));
      const content = { status: 'failure', topics: ['lastcall/supervisor'], message: 'ask for another address' };
      expect(bodyOf(over)).toEqual({ topic: 'aws/subscribe', content });
      await invoke(anEvent('DISCONNECT', { authorizer }));
      expect(calls).toEqual([['closed', 'w1', 'k1']]);
    });
  });

  test('refuses a subscription that failed or takes too long, so that the client tries again', async () => {
    logged.mockClear();
    const failing = await invoke(anEvent('MESSAGE', { body: subscribe('aws/chat'), connectionId: 'broken' }));
    expect(bodyOf(failing)).toEqual(refused('aws/chat'));
    const hanging = { ...chatClients, subscribe: () => new Promise<never>(() => {}) };
    const slow = socket({ ...clients, participants: hanging }, { pause: async () => undefined });
    const late = await invoke(anEvent('MESSAGE', { body: subscribe('aws/chat') }), slow);
    expect(bodyOf(late)).toEqual(refused('aws/chat'));
    expect(logged).toHaveBeenCalledTimes(2);
  });

  test('fails, and logs it, when its closing cannot be recorded or the connection was not authorized', async () => {
    logged.mockClear();
    await expect(invoke(anEvent('DISCONNECT', { connectionId: 'broken' }))).rejects.toThrow('It failed');
    const unauthorized = anEvent('MESSAGE', { body: subscribe('aws/chat'), authorizer: {} });
    await expect(invoke(unauthorized)).rejects.toThrow('without its authorizer');
    expect(calls).toEqual([]);
    expect(logged).toHaveBeenCalledTimes(2);
  });
});
