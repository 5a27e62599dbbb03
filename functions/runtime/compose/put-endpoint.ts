import { randomBytes } from 'node:crypto';
import { makePutEndpoint } from '#core/chats/put-endpoint.ts';
import { env, envOrEmpty } from '../env.ts';
import { streamingEndpoints as endpoints } from './streaming-endpoints.ts';

export const putEndpoint = makePutEndpoint({ endpoints });

/** What an endpoint may be in this deployment. */
export const endpointRules = {
  topicArns: envOrEmpty('STREAMING_TOPIC_ARNS')
    .split(',')
    .filter((arn) => arn !== ''),
  plainWebhooks: env('PLAIN_WEBHOOKS') === 'true',
};

export const newSecret = () => randomBytes(32).toString('base64');
