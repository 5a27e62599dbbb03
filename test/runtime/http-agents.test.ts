import { beforeEach, expect, test } from '@jest/globals';
import { huawei } from '#dialects/huawei/problem.ts';
import type { AgentRequest } from '#dialects/route.ts';
import { anAgentRoute, anEvent, answerTo, handlerOf, silenceLog } from './http-events.ts';

beforeEach(silenceLog);

const aPoll = (pathParameters: Record<string, string>) =>
  anEvent('GET /agentgateway/resource/agentevent/{agentid}', { headers: { guid: 'a-guid' }, pathParameters });

test('an instance in the path is not among its parameters; without one none is named', async () => {
  const seen: AgentRequest[] = [];
  const handler = handlerOf(
    anAgentRoute(huawei, async (request) => {
      seen.push(request);
      return { status: 200 };
    }),
  );
  await answerTo(handler, aPoll({ instanceId: 'demo', agentid: '101' }));
  await answerTo(handler, aPoll({ agentid: '101' }));
  expect(seen.map(({ instanceId, path }) => [instanceId, path])).toEqual([
    ['demo', { agentid: '101' }],
    [undefined, { agentid: '101' }],
  ]);
});

test('a fault is answered with status 200 and a retcode', async () => {
  const handler = handlerOf(anAgentRoute(huawei, () => Promise.reject(new Error('throttled'))));
  const { statusCode, json } = await answerTo(handler, aPoll({ agentid: '101' }));
  expect([statusCode, json.retcode]).toEqual([200, '100-007']);
});
