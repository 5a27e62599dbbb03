/** The languages that Amazon Connect's chat has, as BCP 47 tags. */
export const languages = ['de', 'en', 'es', 'fr', 'it', 'ja', 'ko', 'pt-BR', 'zh-CN', 'zh-TW'] as const;
export type Language = (typeof languages)[number];

/** What people in a chat are shown when somebody falls idle, comes back, or is disconnected for silence. */
export const notices = ['idle', 'returned', 'disconnected'] as const;
export type Notice = (typeof notices)[number];

/** Texts to show; `{displayName}` stands for the name of the participant it is about. */
export type NoticeTexts = Readonly<Record<Notice, string>>;
