import { describe, expect, test } from '@jest/globals';
import { ccaiProblems } from '#dialects/ccai/problem.ts';
import { participantProblems } from '#dialects/connect-participant/problem.ts';
import { connectProblems } from '#dialects/connect-timers/problem.ts';
import type { Fault, Problem } from '#dialects/http.ts';
import { huaweiProblems, huaweiSignIn } from '#dialects/huawei/problem.ts';
import { nativeProblems } from '#dialects/native/problem.ts';
import { niceProblems } from '#dialects/nice/problem.ts';
import type { Problems } from '#dialects/route.ts';

/** What clients compare: these never change. */
const anchors = {
  badInput: 'bad-input',
  unauthenticated: 'unauthenticated',
  forbidden: 'forbidden',
  notFound: 'not-found',
  conflict: 'conflict',
  tooLarge: 'too-large',
  notJsonContent: 'not-json',
  tooManyRequests: 'too-many-requests',
  contended: 'contended',
  unavailable: 'unavailable',
  internal: 'internal',
} as const satisfies Record<Problem['type'], string>;

const challenge = { 'www-authenticate': 'Basic realm="Lastcall", charset="UTF-8"' };

/** The errors of UpdateParticipantRoleConfig. Its contract has no others. */
const connectErrors = {
  badInput: [400, 'InvalidParameterException'],
  unauthenticated: [403, 'AccessDeniedException'],
  forbidden: [403, 'AccessDeniedException'],
  notFound: [404, 'ResourceNotFoundException'],
  conflict: [400, 'InvalidRequestException'],
  tooLarge: [400, 'InvalidRequestException'],
  notJsonContent: [400, 'InvalidRequestException'],
  tooManyRequests: [429, 'ThrottlingException'],
  contended: [429, 'ThrottlingException'],
  unavailable: [500, 'InternalServiceException'],
  internal: [500, 'InternalServiceException'],
} as const satisfies Record<Problem['type'], unknown>;

/** Clients of Amazon's APIs get a Retry-After only where the time is known. */
const amazonHeaders = ({ type }: Problem) => (type === 'tooManyRequests' ? { 'retry-after': '2' } : {});

/** The retcodes of Huawei AICC, with status 200. */
const retcodes = {
  badInput: '000-002',
  unauthenticated: '000-003',
  forbidden: '000-003',
  notFound: '000-002',
  conflict: '100-007',
  tooLarge: '000-006',
  notJsonContent: '000-006',
  tooManyRequests: '100-007',
  contended: '100-007',
  unavailable: '100-007',
  internal: '100-007',
} as const satisfies Record<Problem['type'], string>;

/** The errors of the API behind Studio's actions. */
const niceErrors = {
  badInput: 'invalid_request',
  unauthenticated: 'invalid_client',
  forbidden: 'insufficient_scope',
  notFound: 'not_found',
  conflict: 'conflict',
  tooLarge: 'invalid_request',
  notJsonContent: 'invalid_request',
  tooManyRequests: 'too_many_requests',
  contended: 'temporarily_unavailable',
  unavailable: 'temporarily_unavailable',
  internal: 'server_error',
} as const satisfies Record<Problem['type'], string>;

/** The errors of the participant service of Amazon Connect. */
const participantErrors = {
  badInput: [400, 'ValidationException'],
  unauthenticated: [403, 'AccessDeniedException'],
  forbidden: [403, 'AccessDeniedException'],
  notFound: [403, 'AccessDeniedException'],
  conflict: [409, 'ConflictException'],
  tooLarge: [400, 'ValidationException'],
  notJsonContent: [400, 'ValidationException'],
  tooManyRequests: [429, 'ThrottlingException'],
  contended: [429, 'ThrottlingException'],
  unavailable: [500, 'InternalServerException'],
  internal: [500, 'InternalServerException'],
} as const satisfies Record<Problem['type'], unknown>;

/** The answer of a dialect to a problem. Its body fits the dialect's schema. */
function answerOf({ render, body }: Problems, problem: Problem) {
  const answer = render(problem, 'request-1');
  expect(body.safeParse(answer.body).error).toBeUndefined();
  return answer;
}

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
    { type: 'notJsonContent', message: 'The content-type must be application/json, got "text/plain"' },
    415,
    'Unsupported Media Type',
    'The content-type must be application/json, got "text/plain"',
    {},
  ],
  [
    { type: 'tooManyRequests', retryAfterSeconds: 2 },
    429,
    'Too Many Requests',
    'You ask too often: try again in 2 s',
    { 'retry-after': '2' },
  ],
  [
    { type: 'contended' },
    503,
    'Service Unavailable',
    'Others are changing the same thing at this moment: try again',
    { 'retry-after': '1' },
  ],
  [{ type: 'unavailable', message: 'Try again' }, 503, 'Service Unavailable', 'Try again', { 'retry-after': '1' }],
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
    expect(answerOf(nativeProblems, problem)).toEqual({
      status,
      headers: { ...headers, 'content-type': 'application/problem+json' },
      body: {
        type: `/docs/problems#${anchors[problem.type]}`,
        title,
        status,
        detail: sentence,
        requestId: 'request-1',
      },
    });
  });

  test('in CCAI is a message', () => {
    expect(answerOf(ccaiProblems, problem)).toEqual({
      status,
      headers: { ...headers, 'x-request-id': 'request-1' },
      body: { message: sentence },
    });
  });

  test('in the API behind Studio’s actions is an error with a description', () => {
    expect(answerOf(niceProblems, problem)).toEqual({
      status,
      headers: { ...headers, 'x-request-id': 'request-1' },
      body: { error: niceErrors[problem.type], error_description: sentence },
    });
  });

  test('in Huawei AICC is a retcode with status 200', () => {
    const retry = 'retry-after' in headers ? { 'retry-after': headers['retry-after'] } : {};
    expect(answerOf(huaweiProblems, problem)).toEqual({
      status: 200,
      headers: { ...retry, 'x-request-id': 'request-1' },
      body: { message: sentence, retcode: retcodes[problem.type] },
    });
    expect(huaweiSignIn(problem, 'request-1')).toEqual(huaweiProblems.render(problem, 'request-1'));
  });

  test('in Amazon Connect is one of its errors', () => {
    const [status, name] = connectErrors[problem.type];
    expect(answerOf(connectProblems, problem)).toEqual({
      status,
      headers: { ...amazonHeaders(problem), 'x-amzn-ErrorType': name, 'x-amzn-RequestId': 'request-1' },
      body: { __type: name, Message: sentence },
    });
  });
});

test.each(problems)(
  '%j for a participant is an error of Amazon Connect’s participant service',
  (problem, _status, _title, sentence) => {
    const [status, name] = participantErrors[problem.type];
    expect(answerOf(participantProblems, problem)).toEqual({
      status,
      headers: { ...amazonHeaders(problem), 'x-amzn-ErrorType': name, 'x-amzn-RequestId': 'request-1' },
      body: { __type: name, Message: sentence },
    });
  },
);

test.each([
  [0, '1'],
  [0.05, '1'],
  [1, '1'],
  [1.01, '2'],
  [119.5, '120'],
])('a wait of %d s is answered in whole seconds, at least 1', (retryAfterSeconds, whole) => {
  const problem = { type: 'tooManyRequests', retryAfterSeconds } as const;
  const dialects = [nativeProblems, ccaiProblems, niceProblems, huaweiProblems, connectProblems, participantProblems];
  for (const dialect of dialects) {
    const { headers, body } = answerOf(dialect, problem);
    expect(headers?.['retry-after']).toBe(whole);
    expect(JSON.stringify(body)).toContain(`try again in ${whole} s`);
  }
});

test('in Amazon Connect a fault of the whole request makes it an invalid request, not an invalid parameter', () => {
  const whole = { path: '', message: 'The body is not JSON' };
  const part = { path: 'ContactId', message: 'Must be an id' };
  const errorName = (...faults: readonly Fault[]) =>
    answerOf(connectProblems, { type: 'badInput', faults }).headers?.['x-amzn-ErrorType'];
  expect(errorName(part)).toBe('InvalidParameterException');
  expect(errorName(whole)).toBe('InvalidRequestException');
  expect(errorName(part, whole)).toBe('InvalidRequestException');
});

test('bad input is answered with every fault', () => {
  const faults = [
    { path: '', message: 'The body is not JSON' },
    { path: 'select.agentIds[0]', message: 'Must be an id' },
  ];
  expect(answerOf(nativeProblems, { type: 'badInput', faults }).body).toEqual({
    type: '/docs/problems#bad-input',
    title: 'Bad Request',
    status: 400,
    detail: 'Nothing was done; errors says what to correct',
    requestId: 'request-1',
    errors: faults,
  });
  expect(answerOf(ccaiProblems, { type: 'badInput', faults }).body).toEqual({
    message: 'The body is not JSON; select.agentIds[0]: Must be an id',
  });
});

test('a key given twice makes a body unreadable, in Amazon Connect and in Huawei AICC', () => {
  const faults = [{ path: 'password', message: 'Is given more than once, again at line 1, column 16' }];
  const problem = { type: 'badInput', faults, isUnreadable: true } as const;
  expect(connectProblems.render(problem, 'request-1').body).toMatchObject({ __type: 'InvalidRequestException' });
  expect(huaweiSignIn(problem, 'request-1').body).toMatchObject({ retcode: '000-006' });
});
