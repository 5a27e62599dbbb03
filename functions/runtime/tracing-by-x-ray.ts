import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import type { MiddlewareObj } from '@middy/core';
import type * as off from './tracing-off.ts';

// What `#tracing` means when functions are bundled with traces.

/** Requests to webhooks are not traced: their addresses belong to others. */
const tracer = new Tracer({ serviceName: 'lastcall', captureHTTPsRequests: false });

/** The same client, each of whose calls is a part of the trace: service, operation and table, no content. */
export const traced: typeof off.traced = (client) => tracer.captureAWSv3Client(client);

/** The invocation is a part of the trace. Its answer is not: it may hold names. */
export const tracedInvocation = (): MiddlewareObj[] => [captureLambdaHandler(tracer, { captureResponse: false })];
