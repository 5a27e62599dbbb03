import { defaultAgentSettings } from '#core/sessions/agent-settings.ts';
import { parseGetAgentSettings, renderAgentSettings } from '#dialects/native/agent-settings.ts';
import { native } from '#dialects/native/problem.ts';
import { agentSettings } from '#runtime/compose/agent-settings.ts';
import { http } from '#runtime/http.ts';

/** `GET /v1/agent-settings` */
export const handler = http(native, async (request) =>
  renderAgentSettings((await agentSettings.load(parseGetAgentSettings(request))) ?? defaultAgentSettings),
);
