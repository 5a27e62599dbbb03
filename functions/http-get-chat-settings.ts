import { defaultSettings } from '#core/chats/instance-settings.ts';
import { parseGetChatSettings, renderChatSettings } from '#dialects/native/chat-settings.ts';
import { native } from '#dialects/native/problem.ts';
import { instanceSettings } from '#runtime/compose/instance-settings.ts';
import { http } from '#runtime/http.ts';

/** `GET /v1/chat-settings` */
export const handler = http(native, async (request) =>
  renderChatSettings((await instanceSettings.load(parseGetChatSettings(request))) ?? defaultSettings),
);
