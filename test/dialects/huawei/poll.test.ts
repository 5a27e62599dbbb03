import { describe, expect, test } from '@jest/globals';
import { answerOf, callOf } from '../call-route.ts';
import { sent } from '../requests.ts';
import { aCall, agentIdRange, answerTo, failure, guid, guidForm, key, routeOfCall, secret } from './calls.ts';

const poll = routeOfCall('GET /agentevent/{agentid}');
const outcome = (given: unknown) => answerOf(poll, given, aCall());

describe('asking for events', () => {
  test('is done with the Guid of the session', async () => {
    expect(await callOf(poll, aCall())).toEqual({ useCase: 'poll', args: [key, secret] });
  });

  test.each([guid.toUpperCase(), `JSESSIONID=${guid}`, `jsessionid=${guid.toUpperCase()}`, ` JSESSIONID=${guid} `])(
    'takes the Guid %j',
    async (sent) => {
      expect((await callOf(poll, aCall({ headers: { guid: sent } }))).args).toEqual([key, secret]);
    },
  );

  test.each([`JSESSIONID=`, `=${guid}`, `SESSION=${guid}`, `JSESSIONID=JSESSIONID=${guid}`, `${guid}=`, secret])(
    'refuses the Guid %j',
    async (sent) => {
      const [, answer] = await answerTo(poll, callOf(poll, aCall({ headers: { guid: sent } })));
      expect(answer).toMatchObject({ retcode: '000-003' });
    },
  );

  test('is answered with the Guid, which clients under AUTHMODE 2 take from there', async () => {
    expect((await outcome({ type: 'nothingNew' })).headers).toEqual({ Guid: guid, 'Set-GUID': `JSESSIONID=${guid}` });
    expect((await outcome({ type: 'endedByOthers', signedInAt: 0 })).headers).toBeUndefined();
  });

  test('fails without a Guid, and for what cannot be an agent', async () => {
    expect(await answerTo(poll, callOf(poll, aCall({ headers: {} })))).toEqual(
      failure('000-003', `guid: ${guidForm}, but is missing`),
    );
    expect(await answerTo(poll, callOf(poll, aCall({ path: { agentid: '0' } })))).toEqual(
      failure('000-002', `agentid: ${agentIdRange}, got "0"`),
    );
  });

  test('is answered with the event when somebody else has signed the agent out', async () => {
    const answer = await outcome({ type: 'endedByOthers', signedInAt: 1471585949806 });
    expect(answer.status).toBe(200);
    expect(sent(answer)).toBe(
      '{"message":"","retcode":"0","event":{"eventType":"AgentOther_ShutdownService","workNo":"49999","content":{"loginTime":"1471585949806"}}}',
    );
  });

  test('is answered by these very bytes when nothing has happened', async () => {
    expect(sent(await outcome({ type: 'nothingNew' }))).toBe('{"message":"","retcode":"0"}');
  });

  test.each([
    ['signedOut', '100-006', 'The session of this Guid is over: sign in again', {}],
    ['notYours', '000-003', 'The Guid is of no session of this agent: sign in again', { isStrangers: true }],
  ])(
    'is answered, when the outcome is %s, with %s; it is a stranger’s if the secret was never that of a session',
    async (type, retcode, message, more) => {
      expect(await outcome({ type })).toEqual({ status: 200, body: { message, retcode }, ...more });
    },
  );
});
