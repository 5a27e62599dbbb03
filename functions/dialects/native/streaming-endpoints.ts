import * as z from 'zod';
import type { PutEndpointOutcome } from '#core/chats/put-endpoint.ts';
import { mostEndpoints, type StreamingEndpoint } from '#core/chats/streaming-endpoint.ts';
import { endpointId } from '../fields.ts';
import { type HttpAnswer, type HttpRequest, RefusedRequest, requireScope } from '../http.ts';
import { closedObject, noBody, noQuery, onceRead, parseRequest } from '../request-schema.ts';
import { webhookUrl } from './webhook-url.ts';

/** What may be a streaming endpoint in a deployment. */
export interface EndpointRules {
  /** The SNS topics that it may publish to. */
  readonly topicArns: readonly string[];
  /** Whether webhooks need not be https, as in a local run. */
  readonly plainWebhooks: boolean;
}

const topicArn = (topicArns: readonly string[]) => {
  const error =
    topicArns.length > 0
      ? 'Must be the ARN of one of the topics that this deployment names for streaming'
      : 'Must be left out: this deployment names no topics for streaming, so give a url';
  return z.string({ error }).refine((arn) => topicArns.includes(arn), { error });
};

const putEndpoint = ({ topicArns, plainWebhooks }: EndpointRules) =>
  z.object({
    path: z.object({ endpointId }),
    query: noQuery,
    body: closedObject({
      url: webhookUrl({ plain: plainWebhooks }).optional(),
      topicArn: topicArn(topicArns).optional(),
    })
      .refine(({ url, topicArn }) => (url === undefined) !== (topicArn === undefined), {
        error: ({ input }) => `Must have exactly one of url and topicArn, got ${hasUrl(input) ? 'both' : 'neither'}`,
        when: onceRead('url', 'topicArn'),
      })
      .transform(({ url, topicArn = '' }) =>
        url === undefined ? ({ type: 'topic', arn: topicArn } as const) : ({ type: 'webhook', url } as const),
      ),
  });

const hasUrl = (body: unknown) => typeof body === 'object' && body !== null && 'url' in body;

/** `PUT /v1/streaming-endpoints/{endpointId}`: where events go; the secret comes with a new one and stays. */
export function parsePutStreamingEndpoint(
  request: HttpRequest,
  rules: EndpointRules,
): Omit<StreamingEndpoint, 'secret'> {
  requireScope(request.caller, 'keys:admin');
  const { path, body } = parseRequest(putEndpoint(rules), request);
  return { instanceId: request.caller.instanceId, ...path, target: body };
}

const listEndpoints = z.object({ query: noQuery, body: noBody });

/** `GET /v1/streaming-endpoints` of the caller's instance. */
export function parseListStreamingEndpoints(request: HttpRequest): string {
  requireScope(request.caller, 'keys:admin');
  parseRequest(listEndpoints, request);
  return request.caller.instanceId;
}

const oneEndpoint = z.object({ path: z.object({ endpointId }), query: noQuery, body: noBody });

/** `DELETE /v1/streaming-endpoints/{endpointId}` */
export function parseDeleteStreamingEndpoint(request: HttpRequest): readonly [instanceId: string, endpointId: string] {
  requireScope(request.caller, 'keys:admin');
  return [request.caller.instanceId, parseRequest(oneEndpoint, request).path.endpointId];
}

const endpointView = ({ endpointId, target }: StreamingEndpoint) => ({
  endpointId,
  ...(target.type === 'webhook' ? { url: target.url } : { topicArn: target.arn }),
});

/** Answers with the secret too, in the form in which Standard Webhooks has it. */
export function renderPutEndpoint(outcome: PutEndpointOutcome): HttpAnswer {
  if (outcome.type === 'done') {
    const { endpoint } = outcome;
    return { status: 200, body: { ...endpointView(endpoint), secret: `whsec_${endpoint.secret}` } };
  }
  throw new RefusedRequest({
    type: 'conflict',
    message: `Your instance has ${mostEndpoints} streaming endpoints, and no more are taken: delete one first`,
  });
}

/** Answers without secrets. */
export const renderStreamingEndpoints = (endpoints: readonly StreamingEndpoint[]): HttpAnswer => ({
  status: 200,
  body: { endpoints: endpoints.map(endpointView) },
});

/** The same whether there was one or not, so that a deletion whose answer was lost can be repeated. */
export const renderDeletedEndpoint = (): HttpAnswer => ({ status: 204 });
