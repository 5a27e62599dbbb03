import { describe, expect, test } from '@jest/globals';
import { parseGatewayPoll, renderGatewayPoll } from '#dialects/gateway/poll.ts';
import { sent } from '../requests.ts';
import { aCall, agentIdRange, answerTo, failure, guidForm, key, secret } from './calls.ts';

const route = 'GET /agentevent/{agentid}';

describe('asking for events', () => {
  test('is done with the Guid of the session', () => {
    expect(parseGatewayPoll(aCall({ route }))).toEqual([key, secret]);
  });

  test('without one, or for who can be no agent, fails', () => {
    expect(answerTo(() => parseGatewayPoll(aCall({ route, headers: {} })))).toEqual(
      failure('000-003', `guid: ${guidForm}, but is missing`),
    );
    expect(answerTo(() => parseGatewayPoll(aCall({ route, path: { agentid: '0' } })))).toEqual(
      failure('000-002', `agentid: ${agentIdRange}, got "0"`),
    );
  });

  test('tells whom somebody else has signed out', () => {
    const outcome = { type: 'endedByOthers', signedInAt: 1471585949806, cause: 257 } as const;
    const answer = renderGatewayPoll(outcome, key);
    expect(answer.status).toBe(200);
    expect(sent(answer)).toBe(
      '{"message":"","retcode":"0","event":{"eventType":"AgentOther_ShutdownService","workNo":"49999","content":{"loginTime":"1471585949806"}}}',
    );
  });

  test('tells that nothing has happened', () => {
    expect(sent(renderGatewayPoll({ type: 'nothingNew' }, key))).toBe('{"message":"","retcode":"0","event":null}');
  });

  test.each([
    ['signedOut', '100-006', 'The session of this Guid is over: sign in again'],
    ['notYours', '000-003', 'The Guid is of no session of this agent: sign in again'],
  ] as const)('that is %s is answered %s', (type, retcode, message) => {
    expect(renderGatewayPoll({ type }, key)).toEqual({ status: 200, body: { message, retcode } });
  });
});
