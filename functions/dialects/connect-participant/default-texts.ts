import type { ChatSettings, Language, NoticeTexts } from '#core/chats/chat-settings.ts';

/** The texts of notices for instances without texts of their own. */
const defaultTexts = {
  de: {
    idle: '{displayName} ist inaktiv.',
    returned: '{displayName} ist zurück.',
    disconnected: 'Die Chatverbindung wurde getrennt, da {displayName} nicht geantwortet hat.',
  },
  en: {
    idle: '{displayName} has become idle.',
    returned: '{displayName} has returned.',
    disconnected: 'The chat was disconnected because {displayName} did not reply.',
  },
  es: {
    idle: '{displayName} no está respondiendo en este momento.',
    returned: '{displayName} ha vuelto al chat.',
    disconnected: 'El chat se ha desconectado porque {displayName} no ha respondido.',
  },
  fr: {
    idle: '{displayName} ne répond pas pour le moment.',
    returned: '{displayName} est de retour.',
    disconnected: 'La conversation a été interrompue, car {displayName} n’a pas répondu.',
  },
  it: {
    idle: '{displayName} al momento non risponde.',
    returned: '{displayName} è di nuovo in chat.',
    disconnected: 'La chat è stata disconnessa perché {displayName} non ha risposto.',
  },
  ja: {
    idle: '{displayName}さんの応答がしばらくありません。',
    returned: '{displayName}さんが戻りました。',
    disconnected: '{displayName}さんの応答がなかったため、チャットの接続が切断されました。',
  },
  ko: {
    idle: '{displayName}님이 응답하지 않고 있습니다.',
    returned: '{displayName}님이 돌아왔습니다.',
    disconnected: '{displayName}님의 응답이 없어 채팅 연결이 종료되었습니다.',
  },
  'pt-BR': {
    idle: '{displayName} não está respondendo no momento.',
    returned: '{displayName} voltou ao chat.',
    disconnected: 'O chat foi desconectado porque {displayName} não respondeu.',
  },
  'zh-CN': {
    idle: '{displayName} 暂时没有回应。',
    returned: '{displayName} 已返回。',
    disconnected: '由于 {displayName} 没有回应，聊天已断开连接。',
  },
  'zh-TW': {
    idle: '{displayName} 暫時沒有回應。',
    returned: '{displayName} 已返回。',
    disconnected: '由於 {displayName} 沒有回應，聊天已中斷連線。',
  },
} as const satisfies Record<Language, NoticeTexts>;

/** The texts of a chat, in its language or else in the instance's. The instance's own texts take precedence. */
export function noticeTexts(settings: ChatSettings, language: Language = settings.language): NoticeTexts {
  return { ...(defaultTexts[language] ?? defaultTexts.en), ...settings.texts[language] };
}
