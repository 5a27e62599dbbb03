import type { Chat } from '#core/chats/chat.ts';
import type { NoticeTexts } from '#core/chats/notices.ts';
import { noticeTexts } from '#dialects/connect-participant/default-texts.ts';
import { settingsOf } from './instance-settings.ts';

/** What people in a chat are shown, in its language. */
export const textsOf = async ({ instanceId, language }: Chat): Promise<NoticeTexts> =>
  noticeTexts(await settingsOf(instanceId), language);
