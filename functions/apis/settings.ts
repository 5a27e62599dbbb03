import { securityRoutes } from '#dialects/native/security.ts';
import { agentSettingsRoutes, chatSettingsRoutes } from '#dialects/native/settings.ts';
import { type EndpointRules, streamingEndpointRoutes } from '#dialects/native/streaming-endpoints.ts';

/** What an instance chooses, and what its agents may do, for callers with a key. */
export const settingsApi = (rules: EndpointRules) => [
  ...agentSettingsRoutes,
  ...chatSettingsRoutes,
  ...securityRoutes,
  ...streamingEndpointRoutes(rules),
];
