import { parsePutAgentSettings, renderAgentSettings } from '#dialects/native/agent-settings.ts';
import { native } from '#dialects/native/problem.ts';
import { agentSettings } from '#runtime/compose/agent-settings.ts';
import { http } from '#runtime/http.ts';

/** `PUT /v1/agent-settings` */
export const handler = http(native, async (request) => {
  const [instanceId, settings] = parsePutAgentSettings(request);
  await agentSettings.save(instanceId, settings);
  return renderAgentSettings(settings);
});
