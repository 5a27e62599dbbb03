import { access, apiKeys } from '#runtime/compose/access.ts';
import { agentClients, agents, sessionRights } from '#runtime/compose/agents.ts';
import { chats } from '#runtime/compose/chats.ts';
import { streamingEndpoints } from '#runtime/compose/streaming-endpoints.ts';
import { env, envOrEmpty } from '#runtime/env.ts';
import { http } from '#runtime/http.ts';
import { settingsApi } from './apis/settings.ts';

/** What a streaming endpoint can be in this deployment. */
const endpointRules = {
  topicArns: envOrEmpty('STREAMING_TOPIC_ARNS')
    .split(',')
    .filter((arn) => arn !== ''),
  plainWebhooks: env('PLAIN_WEBHOOKS') === 'true',
};

/** Settings of an instance, passwords, security profiles and streaming endpoints. */
export const handler = http(
  settingsApi(endpointRules),
  {
    ...agents,
    ...agentClients,
    ...sessionRights,
    ...chats,
    ...streamingEndpoints,
    ...apiKeys,
    ...access,
  },
  access,
);
