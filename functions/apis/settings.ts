import { apiKeyRoutes } from '#dialects/native/api-keys.ts';
import { securityRoutes } from '#dialects/native/security.ts';
import { agentSettingsRoutes, chatSettingsRoutes } from '#dialects/native/settings.ts';
import { type EndpointRules, streamingEndpointRoutes } from '#dialects/native/streaming-endpoints.ts';
import { teamRuleRoutes } from '#dialects/native/team-rules.ts';

/** What an instance chooses, what its agents may do, and its keys, for callers with a key. */
export const settingsApi = (rules: EndpointRules) => [
  ...agentSettingsRoutes,
  ...chatSettingsRoutes,
  ...teamRuleRoutes,
  ...securityRoutes,
  ...apiKeyRoutes,
  ...streamingEndpointRoutes(rules),
];
