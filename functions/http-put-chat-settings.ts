import { parsePutChatSettings, renderChatSettings } from '#dialects/native/chat-settings.ts';
import { native } from '#dialects/native/problem.ts';
import { instanceSettings } from '#runtime/compose/instance-settings.ts';
import { limited } from '#runtime/compose/limited.ts';
import { http } from '#runtime/http.ts';

/** `PUT /v1/chat-settings` */
export const handler = http(
  native,
  limited(async (request) => {
    const [instanceId, settings] = parsePutChatSettings(request);
    await instanceSettings.save(instanceId, settings);
    return renderChatSettings(settings);
  }),
);
