import * as z from 'zod';
import { mostEndpoints } from '#core/streaming/endpoint.ts';
import { defaultEventKinds, eventKinds, type StreamingEndpoint } from '#core/streaming/ports.ts';
import type { EndpointUseCases } from '#core/streaming/use-cases.ts';
import { endpointId, list } from '../fields.ts';
import { RefusedRequest } from '../http.ts';
import { closedObject, mustBe, noBody, noQuery, onceRead } from '../request-schema.ts';
import { noContent } from '../route.ts';
import { nativeRoute } from './problem.ts';
import { webhookUrl } from './webhook-url.ts';

/** What a streaming endpoint can be in a deployment. */
export interface EndpointRules {
  /** The SNS topics that it can be. */
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

const named = eventKinds.join(' and ');

const events = list(z.enum(eventKinds, { error: mustBe(eventKinds.join(' or ')) }), {
  of: `kinds of events, ${named}`,
  max: eventKinds.length,
}).refine((kinds) => kinds.length > 0, { error: `Must have at least one of ${named}, or be left out` });

const wanted = ({ topicArns, plainWebhooks }: EndpointRules) =>
  closedObject({
    url: webhookUrl({ plain: plainWebhooks }).exactOptional(),
    topicArn: topicArn(topicArns).exactOptional(),
    events: events.default([...defaultEventKinds]),
  })
    .refine(({ url, topicArn }) => (url === undefined) !== (topicArn === undefined), {
      error: ({ input }) => `Must have exactly one of url and topicArn, got ${hasUrl(input) ? 'both' : 'neither'}`,
      when: onceRead('url', 'topicArn'),
    })
    .transform(
      ({ url, topicArn = '', events }): Pick<StreamingEndpoint, 'events' | 'target'> => ({
        events,
        target: url === undefined ? { type: 'topic', arn: topicArn } : { type: 'webhook', url },
      }),
    );

const hasUrl = (body: unknown) => typeof body === 'object' && body !== null && 'url' in body;

const endpoint = {
  endpointId: z.string(),
  url: z.url().optional(),
  topicArn: z.string().optional(),
  // Always there since the release after 0.1.0, beside which this one runs for a while.
  events: z.array(z.enum(eventKinds)).optional(),
};

const endpointView = ({ endpointId, events, target }: StreamingEndpoint) => ({
  endpointId,
  ...(target.type === 'webhook' ? { url: target.url } : { topicArn: target.arn }),
  events,
});

const listEndpoints = nativeRoute({
  key: 'GET /v1/streaming-endpoints',
  scope: 'keys:admin',
  request: z.object({ query: noQuery, body: noBody }),
  answers: { 200: z.strictObject({ endpoints: z.array(z.strictObject(endpoint)) }) },
  run: (useCases: EndpointUseCases, _, { caller }) => useCases.listEndpoints(caller.instanceId),
  render: (endpoints) => ({ status: 200, body: { endpoints: endpoints.map(endpointView) } }),
});

/** Answers with the secret, which a new endpoint gets and keeps, in the form of Standard Webhooks. */
const putEndpoint = (rules: EndpointRules) =>
  nativeRoute({
    key: 'PUT /v1/streaming-endpoints/{endpointId}',
    scope: 'keys:admin',
    request: z.object({ path: z.object({ endpointId }), query: noQuery, body: wanted(rules) }),
    answers: { 200: z.strictObject({ ...endpoint, secret: z.string() }) },
    run: (useCases: EndpointUseCases, { path, body }, { caller }) =>
      useCases.putEndpoint({ instanceId: caller.instanceId, ...path, ...body }),
    render: (outcome) => {
      if (outcome.type === 'done') {
        const secret = `whsec_${outcome.endpoint.secret}`;
        return { status: 200, body: { ...endpointView(outcome.endpoint), secret } };
      }
      throw new RefusedRequest({
        type: 'conflict',
        message: `Your instance has ${mostEndpoints} streaming endpoints, and no more are taken: delete one first`,
      });
    },
  });

/** Answers the same whether there was one or not, so that a deletion whose answer was lost can be repeated. */
const removeEndpoint = nativeRoute({
  key: 'DELETE /v1/streaming-endpoints/{endpointId}',
  scope: 'keys:admin',
  request: z.object({ path: z.object({ endpointId }), query: noQuery, body: noBody }),
  answers: { 204: noContent },
  run: (useCases: EndpointUseCases, { path }, { caller }) =>
    useCases.removeEndpoint(caller.instanceId, path.endpointId),
  render: () => ({ status: 204 }),
});

/** Where the events of an instance are sent. */
export const streamingEndpointRoutes = (rules: EndpointRules) => [listEndpoints, putEndpoint(rules), removeEndpoint];
