import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { authorizeBySignature } from '../../../local/aws/http/authorize.ts';
import { functionAnswer } from '../../../local/aws/http/response.ts';
import { aFunction, anAssembly, anHttpApi } from './an-assembly.ts';
import { aRun } from './runs.ts';

const documented = 'docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html';

test(`the request of ${documented} gives the event that is printed there`, async () => {
  const echo = 'export const handler = async (event) => event;';
  const run = await aRun(
    anAssembly({ S: { Resources: { Echo: aFunction('echo'), ...anHttpApi({ $default: 'Echo' }) } } }, { echo }),
  );
  const event = await new Promise((resolve, reject) => {
    const headers = {
      Header1: 'value1',
      Header2: ['value1', 'value2'],
      cookie: ['cookie1=a; cookie2=b'],
      'user-agent': 'agent',
    };
    const path = '/my/path?parameter1=value1&parameter1=value2&parameter2=value';
    request(`${run.url}${path}`, { method: 'POST', headers }, (response) => json(response).then(resolve, reject))
      .on('error', reject)
      .end('Hello from Lambda');
  });
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/my/path',
    rawQueryString: 'parameter1=value1&parameter1=value2&parameter2=value',
    cookies: ['cookie1=a', 'cookie2=b'],
    headers: { header1: 'value1', header2: 'value1,value2' },
    queryStringParameters: { parameter1: 'value1,value2', parameter2: 'value' },
    requestContext: {
      accountId: expect.stringMatching(/^\d{12}$/),
      apiId: expect.any(String),
      domainName: expect.any(String),
      domainPrefix: expect.any(String),
      http: { method: 'POST', path: '/my/path', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'agent' },
      requestId: expect.any(String),
      routeKey: '$default',
      stage: '$default',
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      timeEpoch: expect.any(Number),
    },
    body: 'Hello from Lambda',
    isBase64Encoded: false,
  });
  expect(event).not.toHaveProperty('headers.cookie');
});

test.each([
  ['a text', 'Hello from Lambda!', 'Hello from Lambda!', 200, 'application/json'],
  ['an object', { message: 'Hello from Lambda!' }, '{"message":"Hello from Lambda!"}', 200, 'application/json'],
  ['a response', { statusCode: 201, headers: { 'Content-Type': 'text/html' }, body: '<b>' }, '<b>', 201, 'text/html'],
])(`a function that returns %s is answered for as ${documented} prints it`, (_, returned, body, statusCode, type) => {
  const answer = functionAnswer(JSON.stringify(returned));
  expect(answer).toMatchObject({ statusCode, body });
  expect(Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value])).toEqual([
    ['content-type', type],
  ]);
});

/** The header of docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html, for this service. */
const signed = (separator: string, ...parts: readonly string[]) => `AWS4-HMAC-SHA256 ${parts.join(separator)}`;
const credential = 'Credential=AKIAIOSFODNN7EXAMPLE/20220830/us-east-1/execute-api/aws4_request';
const names = 'SignedHeaders=host;x-amz-date';
const value = `Signature=${'34c0'.repeat(16)}`;

test.each([
  ['with spaces after commas', signed(', ', credential, names, value), true],
  ['without spaces', signed(',', credential, names, value), true],
  [
    'of the published test suite, for a service of its own',
    signed(', ', 'Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request', names, value),
    false,
  ],
  ['without a date', signed(', ', 'Credential=AKIDEXAMPLE/us-east-1/execute-api/aws4_request', names, value), false],
  ['with a short signature', signed(', ', credential, names, 'Signature=34c0'), false],
  ['without the names of headers', signed(', ', credential, value), false],
])('an Authorization header %s', (_, header, allowed) => {
  expect(authorizeBySignature(header).allowed).toBe(allowed);
});
