import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import type { Pass, PassRefusal } from '#core/access/passes.ts';
import { logger } from '#runtime/observe.ts';
import { type SocketWork, socket, socketAuthorizer } from '#runtime/socket.ts';

const pass: Pass = { kind: 'socket', instanceId: 'centre', contactId: 'c1', participantId: 'p1', expiresAt: 5 };
const ofSession = { instanceId: 'centre', agentId: 'ann', sessionId: 's1', expiresAt: 5 };
const routeArn = 'arn:aws:execute-api:eu-central-1:111122223333:sockets/live/$connect';

describe('whoever opens a WebSocket', () => {
  /** Only what the authorizer looks at. */
  const anEvent = (token?: string) =>
    ({
      type: 'REQUEST',
      methodArn: routeArn,
      queryStringParameters: token === undefined ? null : { token },
      requestContext: { requestId: 'req-1' },
    }) as unknown as APIGatewayRequestAuthorizerEvent;
  const asked = (found: Pass | PassRefusal, token?: string) => {
    const read = jest.fn(async (_: string) => found);
    return { read, answer: socketAuthorizer({ read })(anEvent(token)) };
  };
  const effectOf = (answer: Awaited<ReturnType<typeof asked>['answer']>) => answer.policyDocument.Statement;

  test('with a socket’s token may, and the connection knows who it is', async () => {
    const { read, answer } = asked(pass, 'a-token');
    expect(effectOf(await answer)).toEqual([{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: routeArn }]);
    expect((await answer).context).toEqual({
      passKind: 'socket',
      instanceId: 'centre',
      contactId: 'c1',
      participantId: 'p1',
    });
    expect(read).toHaveBeenCalledWith('a-token');
  });

  test.each<[string, Pass | PassRefusal]>([
    ['a forged token', 'badToken'],
    ['an expired token', 'expiredToken'],
    ['a connection token', { ...pass, kind: 'connection' }],
    ['a participant token', { ...pass, kind: 'participant' }],
    ['a session’s own token', { ...ofSession, kind: 'session' }],
  ])('with %s may not, and is told nothing', async (_, found) => {
    const answer = await asked(found, 'a-token').answer;
    expect(effectOf(answer)).toEqual([{ Action: 'execute-api:Invoke', Effect: 'Deny', Resource: routeArn }]);
    expect(answer.context).toBeUndefined();
  });

  test('with the token of a session’s socket may, and the connection knows whose session it is', async () => {
    const answer = await asked({ ...ofSession, kind: 'sessionSocket' }, 'a-token').answer;
    expect(effectOf(answer)).toMatchObject([{ Effect: 'Allow' }]);
    expect(answer).toMatchObject({ principalId: 'ann' });
    expect(answer.context).toEqual({ instanceId: 'centre', agentId: 'ann', sessionId: 's1' });
  });

  test('without a token is refused like one with a bad one', async () => {
    expect(effectOf(await asked('badToken').answer)).toMatchObject([{ Effect: 'Deny' }]);
  });
});

describe('a WebSocket', () => {
  const logged = jest.spyOn(logger, 'error');
  beforeAll(() => void logged.mockImplementation(() => {}));
  afterAll(() => logged.mockRestore());

  /** Only what the handler looks at. */
  type Event = Parameters<ReturnType<typeof socket>>[0];
  const known = { passKind: 'socket', instanceId: 'centre', contactId: 'c1', participantId: 'p1', principalId: 'p1' };
  const anEvent = (eventType: string, { body, authorizer = known }: { body?: string; authorizer?: unknown } = {}) =>
    ({ requestContext: { connectionId: 'k1', eventType, requestId: 'req-1', authorizer }, body }) as unknown as Event;
  const context = { awsRequestId: 'inv-1' } as Context;

  const told: unknown[] = [];
  const note = (...what: readonly unknown[]) => void told.push(what);
  const workOf = <Who>(name: (who: Who) => string): SocketWork<Who> => ({
    async received({ bearer, connectionId }, text) {
      note('received', name(bearer), connectionId, text);
      if (text === 'fail') throw new Error('It failed');
      return text === 'silence' ? undefined : `re: ${text}`;
    },
    async closed({ bearer, connectionId }) {
      note('closed', name(bearer), connectionId);
    },
  });
  const handler = socket({
    participants: workOf(({ participantId }) => participantId),
    agents: workOf(({ agentId, sessionId }) => `${agentId} in ${sessionId}`),
  });
  const happens = async (event: Event) => {
    told.length = 0;
    return handler(event, context, () => {});
  };

  test('is let open without a word, for nothing can be sent yet', async () => {
    expect(await happens(anEvent('CONNECT'))).toEqual({ statusCode: 200 });
    expect(told).toEqual([]);
  });

  test('answers a frame if there is an answer', async () => {
    expect(await happens(anEvent('MESSAGE', { body: 'hello' }))).toEqual({ statusCode: 200, body: 're: hello' });
    expect(told).toEqual([['received', 'p1', 'k1', 'hello']]);
    expect(await happens(anEvent('MESSAGE', { body: 'silence' }))).toEqual({ statusCode: 200 });
    expect(await happens(anEvent('MESSAGE'))).toEqual({ statusCode: 200, body: 're: ' });
  });

  test('tells when it has closed', async () => {
    expect(await happens(anEvent('DISCONNECT'))).toEqual({ statusCode: 200 });
    expect(told).toEqual([['closed', 'p1', 'k1']]);
  });

  test('of an agent’s desktop is that of its session', async () => {
    const authorizer = { instanceId: 'centre', agentId: 'ann', sessionId: 's1', principalId: 'ann' };
    await happens(anEvent('MESSAGE', { body: 'hello', authorizer }));
    expect(told).toEqual([['received', 'ann in s1', 'k1', 'hello']]);
    await happens(anEvent('DISCONNECT', { authorizer }));
    expect(told).toEqual([['closed', 'ann in s1', 'k1']]);
  });

  test('fails, and says so in the log, when the work fails or nobody was let in', async () => {
    await expect(happens(anEvent('MESSAGE', { body: 'fail' }))).rejects.toThrow('It failed');
    await expect(happens(anEvent('MESSAGE', { body: 'hello', authorizer: {} }))).rejects.toThrow(
      'without its authorizer',
    );
    expect(told).toEqual([]);
    expect(logged).toHaveBeenCalledTimes(2);
  });
});
