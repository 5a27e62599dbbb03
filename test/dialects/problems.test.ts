import { describe, expect, test } from '@jest/globals';
import { ccai } from '#dialects/ccai/problem.ts';
import type { Problem } from '#dialects/http.ts';
import { native } from '#dialects/native/problem.ts';

const challenge = { 'www-authenticate': 'Basic realm="Lastcall", charset="UTF-8"' };

const problems: readonly [Problem, number, string, string, Record<string, string>][] = [
  [{ type: 'unauthenticated', message: 'Send a key' }, 401, 'Unauthorized', 'Send a key', challenge],
  [
    { type: 'forbidden', scope: 'logout:bulk' },
    403,
    'Forbidden',
    'This needs the scope logout:bulk, which your key does not have',
    {},
  ],
  [{ type: 'notFound', message: 'No such path' }, 404, 'Not Found', 'No such path', {}],
  [{ type: 'conflict', message: 'Busy' }, 409, 'Conflict', 'Busy', {}],
  [
    { type: 'tooLarge', limitBytes: 1024 },
    413,
    'Content Too Large',
    'The body may be at most 1024 bytes: send several smaller requests',
    {},
  ],
  [
    { type: 'notJsonContent', contentType: 'text/plain' },
    415,
    'Unsupported Media Type',
    'The content-type must be application/json, got "text/plain"',
    {},
  ],
  [
    { type: 'contended' },
    503,
    'Service Unavailable',
    'Others are changing the same thing at this moment: try again',
    { 'retry-after': '1' },
  ],
  [
    { type: 'internal' },
    500,
    'Internal Server Error',
    'Something went wrong here, not with your request: try again, and if it stays so, report the request id',
    {},
  ],
];

describe.each(problems)('%j', (problem, status, title, sentence, headers) => {
  test('in the own API is a problem of RFC 9457', () => {
    expect(native(problem, 'request-1')).toEqual({
      status,
      headers: { ...headers, 'content-type': 'application/problem+json' },
      body: { type: 'about:blank', title, status, detail: sentence, requestId: 'request-1' },
    });
  });

  test('in CCAI is a message', () => {
    expect(ccai(problem, 'request-1')).toEqual({
      status,
      headers: { ...headers, 'x-request-id': 'request-1' },
      body: { message: sentence },
    });
  });
});

test('bad input says everything that is wrong', () => {
  const faults = [
    { path: '', message: 'The body is not JSON' },
    { path: 'select.agentIds[0]', message: 'Must be an id' },
  ];
  expect(native({ type: 'badInput', faults }, 'request-1').body).toEqual({
    type: 'about:blank',
    title: 'Bad Request',
    status: 400,
    detail: 'Nothing was done; errors says what to correct',
    requestId: 'request-1',
    errors: faults,
  });
  expect(ccai({ type: 'badInput', faults }, 'request-1').body).toEqual({
    message: 'The body is not JSON; select.agentIds[0]: Must be an id',
  });
});
