import { expect, test } from '@jest/globals';
import { aFunction, anAssembly, anHttpApi } from './an-assembly.ts';
import { aRun } from './runs.ts';

const echo = 'export const handler = async (event) => event.requestContext;';
const anIamApp = () =>
  anAssembly(
    { S: { Resources: { Echo: aFunction('echo'), ...anHttpApi({ 'PUT /x/{id}': 'Echo' }, 'iam') } } },
    { echo },
  );
const signedFor = (service: string, accessKey = 'AKIAIOSFODNN7EXAMPLE') =>
  `AWS4-HMAC-SHA256 Credential=${accessKey}/20261121/us-east-1/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0a'.repeat(32)}`;

test('a signed request is authorized as the user of its access key', async () => {
  const run = await aRun(anIamApp());
  const response = await fetch(`${run.url}/x/1`, {
    method: 'PUT',
    headers: { authorization: signedFor('execute-api') },
  });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    routeKey: 'PUT /x/{id}',
    authorizer: {
      iam: {
        accessKey: 'AKIAIOSFODNN7EXAMPLE',
        accountId: '000000000000',
        callerId: 'AKIAIOSFODNN7EXAMPLE',
        cognitoIdentity: null,
        principalOrgId: null,
        userArn: 'arn:aws:iam::000000000000:user/AKIAIOSFODNN7EXAMPLE',
        userId: 'AKIAIOSFODNN7EXAMPLE',
      },
    },
  });
});

test.each([
  ['unsigned', {}, 'Missing Authentication Token'],
  ['by an API key', { authorization: `Basic ${btoa('demo:demo-secret')}` }, 'Forbidden'],
  ['signed for another service', { authorization: signedFor('connect') }, 'Forbidden'],
  ['signed without an access key', { authorization: signedFor('execute-api', '') }, 'Forbidden'],
  ['without its signature', { authorization: signedFor('execute-api').replace(/, Signature.*/, '') }, 'Forbidden'],
])('a request %s is refused without invoking the function', async (_, headers, message) => {
  const run = await aRun(anIamApp());
  const refused = await fetch(`${run.url}/x/1`, { method: 'PUT', headers });
  expect([refused.status, await refused.json()]).toEqual([403, { message }]);
});
