/** The languages that Amazon Connect's chat has, as BCP 47 tags. */
export const languages = ['de', 'en', 'es', 'fr', 'it', 'ja', 'ko', 'pt-BR', 'zh-CN', 'zh-TW'] as const;
export type Language = (typeof languages)[number];

/** What people in a chat are shown when somebody falls idle, comes back, or is disconnected for silence. */
export const notices = ['idle', 'returned', 'disconnected'] as const;
export type Notice = (typeof notices)[number];

/** Texts to show; `{displayName}` stands for the name of the participant it is about. */
export type NoticeTexts = Readonly<Record<Notice, string>>;

/** How chats behave in an instance. */
export interface InstanceSettings {
  /** The language of chats that name none. */
  readonly language: Language;
  /** Texts of the instance's own; the others stay as they are. */
  readonly texts: { readonly [language in Language]?: Partial<NoticeTexts> };
  /** A customer whose last connection has been gone for so many minutes ends the chat; `off`: never. */
  readonly customerGoneMinutes: number | 'off';
}

export const defaultSettings: InstanceSettings = { language: 'en', texts: {}, customerGoneMinutes: 5 };

/** Keeps the settings of instances. */
export interface InstanceSettingsStore {
  load(instanceId: string): Promise<InstanceSettings | undefined>;
  save(instanceId: string, settings: InstanceSettings): Promise<void>;
}
