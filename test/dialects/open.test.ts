import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { ccaiProblems } from '#dialects/ccai/problem.ts';
import { connectProblems } from '#dialects/connect-timers/problem.ts';
import { huaweiProblems } from '#dialects/huawei/problem.ts';
import { nativeProblems } from '#dialects/native/problem.ts';
import { niceProblems } from '#dialects/nice/problem.ts';
import { openRoutes } from '#dialects/open.ts';
import { answerOf, routeOf } from './call-route.ts';

test.each([
  ['/apps/api/v1/agent_statuses', 'CCAI', ccaiProblems],
  ['/contact/attributes', 'Amazon Connect', connectProblems],
  ['/iam/contact/attributes', 'Amazon Connect', connectProblems],
  ['/agentgateway/resource/skill', 'Huawei AICC', huaweiProblems],
  ['/demo/agentgateway/resource/skill', 'Huawei AICC', huaweiProblems],
  ['/incontactapi/services/v30.0/agents', 'NICE CXone', niceProblems],
  ['/InContactAPI/services/v30.0/agents', 'NICE CXone', niceProblems],
  ['/a/b/agentgateway/resource/skill', 'the own API', nativeProblems],
  ['/v1/chat', 'the own API', nativeProblems],
  ['/', 'the own API', nativeProblems],
  ['/v1/participant/message', 'the own API', nativeProblems],
  ['/participants', 'the own API', nativeProblems],
  ['/iam/v1/contact/', 'the own API', nativeProblems],
])('%s, which has no route, is answered in the dialect of %s', async (path, _, problems) => {
  const request = { method: 'GET', path, requestId: 'request-1' };
  const answer = await answerOf(routeOf(openRoutes, '$default'), undefined, request);
  const problem = { type: 'notFound', message: `There is no GET ${path}` } as const;
  expect(answer).toEqual(problems.render(problem, 'request-1'));
});

test.each([
  ['POST', '/participant/start-attachment-upload', ': attachments are not supported'],
  ['POST', '/participant/complete-attachment-upload', ': attachments are not supported'],
  ['POST', '/participant/attachment', ': attachments are not supported'],
  ['GET', '/participant/views/token', ': views are not supported'],
  ['POST', '/participant/authentication-url', ': the authentication of participants is not supported'],
  ['POST', '/participant/cancel-authentication', ': the authentication of participants is not supported'],
  ['GET', '/participant/message', ''],
  ['POST', '/participant/anything/else', ''],
])('%s %s is answered with what is wrong, not with an end of the chat', async (method, path, why) => {
  const answer = await answerOf(routeOf(openRoutes, '$default'), undefined, { method, path, requestId: 'request-1' });
  expect(answer).toEqual({
    status: 400,
    headers: { 'x-amzn-ErrorType': 'ValidationException', 'x-amzn-RequestId': 'request-1' },
    body: { __type: 'ValidationException', Message: `There is no ${method} ${path}${why}` },
  });
});

test.each(['standalone', 'amazonConnect'])(
  'GET /v1/health says the version of the package, and the backend %s',
  async (backend) => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const request = { method: 'GET', path: '/v1/health', requestId: 'request-1', backend };
    expect(await answerOf(routeOf(openRoutes, 'GET /v1/health'), undefined, request)).toEqual({
      status: 200,
      body: { status: 'ok', version, backend },
    });
  },
);

test('OPTIONS /participant/{proxy+} is answered with a success', async () => {
  const request = { method: 'OPTIONS', path: '/participant/message', requestId: 'request-1' };
  expect(await answerOf(routeOf(openRoutes, 'OPTIONS /participant/{proxy+}'), undefined, request)).toEqual({
    status: 200,
    body: { status: 'ok' },
  });
});

test('HEAD /v1/health is answered with a success and no body', async () => {
  const request = { method: 'HEAD', path: '/v1/health', requestId: 'request-1' };
  expect(await answerOf(routeOf(openRoutes, 'HEAD /v1/health'), undefined, request)).toEqual({ status: 200 });
});
