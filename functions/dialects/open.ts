import * as z from 'zod';
import lastcall from '../../package.json' with { type: 'json' };
import { forAnybody } from './audiences.ts';
import { ccaiProblems } from './ccai/problem.ts';
import { participantProblems } from './connect-participant/problem.ts';
import { connectProblems } from './connect-timers/problem.ts';
import { docsRoutes } from './docs.ts';
import type { HttpAnswer } from './http.ts';
import { huaweiProblems } from './huawei/problem.ts';
import openApiDocument from './native/openapi.json' with { type: 'json' };
import { nativeProblems } from './native/problem.ts';
import { niceProblems } from './nice/problem.ts';
import { noContent, type OpenRequest, type Problems } from './route.ts';

const healthAnswer = z.strictObject({
  status: z.literal('ok'),
  /** That of the deployed functions. */
  version: z.string(),
  /** Who owns the agents of the deployment: Lastcall, or Amazon Connect those of some instances. */
  backend: z.enum(['standalone', 'amazonConnect']),
});

const answerHealth = ({ backend }: OpenRequest): HttpAnswer => ({
  status: 200,
  body: { status: 'ok', version: lastcall.version, backend },
});

/** Answers if API Gateway and Lambda work, and says what is deployed. */
const health = forAnybody({
  key: 'GET /v1/health',
  throttleShare: 0.01,
  answers: { 200: healthAnswer },
  problems: nativeProblems,
  answer: answerHealth,
});

/** What the API has, for people and for programs that make clients of it: as `npm run openapi` has written it down. */
const openApi = forAnybody({
  key: 'GET /v1/openapi.json',
  throttleShare: 0.004,
  answers: { 200: z.looseObject({ openapi: z.literal('3.1.0') }) },
  problems: nativeProblems,
  answer: () => ({ status: 200, headers: { 'cache-control': 'public, max-age=300' }, body: openApiDocument }),
});

/** The same for load balancers and monitors that ask for the status alone. */
const healthStatus = forAnybody({
  key: 'HEAD /v1/health',
  throttleShare: 0.004,
  answers: { 200: noContent },
  problems: nativeProblems,
  answer: () => ({ status: 200 }),
});

/**
 * The preflight requests of browsers. API Gateway adds the headers of the answer. Without this route `$default` would
 * answer 404, and a browser needs a success, whatever the body is
 * (docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html).
 */
const participantPreflight = forAnybody({
  key: 'OPTIONS /participant/{proxy+}',
  throttleShare: 0.01,
  answers: { 200: z.strictObject({ status: z.literal('ok') }) },
  problems: nativeProblems,
  answer: () => ({ status: 200, body: { status: 'ok' } }),
});

/** The beginnings of the paths of each dialect. In Huawei's an instance may come first. */
const dialects: readonly (readonly [RegExp, Problems])[] = [
  [/^\/apps\/api\//, ccaiProblems],
  [/^\/participant\//, participantProblems],
  [/^(\/iam)?\/contact\//, connectProblems],
  [/^(\/[^/]+)?\/agentgateway\/resource\//, huaweiProblems],
  [/^\/incontactapi\//i, niceProblems],
];

const problemsOf = (path: string): Problems =>
  dialects.find(([beginning]) => beginning.test(path))?.[1] ?? nativeProblems;

/** What the participant service of Amazon Connect has besides, and Lastcall has not. */
const notSupported: readonly (readonly [RegExp, string])[] = [
  [/^\/participant\/([a-z-]+-)?attachment(-|\/|$)/, ': attachments are not supported'],
  [/^\/participant\/views(\/|$)/, ': views are not supported'],
  [/^\/participant\/([a-z-]+-)?authentication(-|\/|$)/, ': the authentication of participants is not supported'],
];

/**
 * The answer to a path and method without a route, in the dialect of the path. For participants it is what is wrong with a
 * request, which every operation may answer: from a 403 a client would learn that its token has expired or its chat is over.
 */
export function answerNoRoute({ method, path, requestId }: OpenRequest): HttpAnswer {
  const problems = problemsOf(path);
  const why = notSupported.find(([beginning]) => beginning.test(path))?.[1] ?? '';
  const message = `There is no ${method} ${path}${why}`;
  const problem = { type: 'notFound', message } as const;
  const ofParticipant = { type: 'badInput', faults: [{ path: '', message }] } as const;
  return problems.render(problems === participantProblems ? ofParticipant : problem, requestId);
}

/** The bodies of that answer. */
export const noRouteAnswers = {
  200: huaweiProblems.body,
  400: participantProblems.body,
  404: z.union([nativeProblems.body, ccaiProblems.body, connectProblems.body, niceProblems.body]),
};

const noRoute = forAnybody({
  key: '$default',
  throttleShare: 0.006,
  answers: noRouteAnswers,
  problems: nativeProblems,
  answer: answerNoRoute,
});

/** What anybody can call. */
export const openRoutes = [health, healthStatus, openApi, ...docsRoutes, participantPreflight, noRoute];
