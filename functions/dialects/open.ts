import * as z from 'zod';
import lastcall from '../../package.json' with { type: 'json' };
import { forAnybody } from './audiences.ts';
import { docsRoutes } from './docs.ts';
import type { HttpAnswer } from './http.ts';
import openApiDocument from './native/openapi.json' with { type: 'json' };
import { nativeProblems } from './native/problem.ts';
import { answerNoRoute, noRouteAnswers } from './no-route.ts';
import { noContent, type OpenRequest } from './route.ts';

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

const noRoute = forAnybody({
  key: '$default',
  throttleShare: 0.006,
  answers: noRouteAnswers,
  problems: nativeProblems,
  answer: answerNoRoute,
});

/** What anybody can call. */
export const openRoutes = [health, healthStatus, openApi, ...docsRoutes, participantPreflight, noRoute];
