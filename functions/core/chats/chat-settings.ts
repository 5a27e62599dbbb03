/** The languages of Amazon Connect's chat, as BCP 47 tags. */
export const languages = ['de', 'en', 'es', 'fr', 'it', 'ja', 'ko', 'pt-BR', 'zh-CN', 'zh-TW'] as const;
export type Language = (typeof languages)[number];

/** The notices that a chat shows: a participant is idle, has returned, or did not reply, so the chat was disconnected. */
export const notices = ['idle', 'returned', 'disconnected'] as const;
export type Notice = (typeof notices)[number];

/** The texts of the notices; `{displayName}` stands for the name of the participant concerned. */
export type NoticeTexts = Readonly<Record<Notice, string>>;

/** Where the chat of an agent continues who was signed out. */
export const afterSignOut = ['disconnectFlow', 'queue'] as const;

export type AfterSignOut = (typeof afterSignOut)[number];

/** How the chats of an instance behave. */
export interface ChatSettings {
  /** The language of chats that are started without one. */
  readonly language: Language;
  /** The instance's own texts. The others have a default. */
  readonly texts: { readonly [language in Language]?: Partial<NoticeTexts> };
  /** A chat ends when its customer's last connection has been gone for this many minutes. `off`: it never ends for that. */
  readonly customerGoneMinutes: number | 'off';
  /**
   * Where a chat continues when its only agent was signed out at once. `disconnectFlow`: as after an auto-disconnect of the
   * agent. `queue`: the centre finds another agent.
   */
  readonly afterAgentSignOut: AfterSignOut;
}

/** The settings of an instance that has chosen none. */
export const defaultChatSettings: ChatSettings = {
  language: 'en',
  texts: {},
  customerGoneMinutes: 5,
  afterAgentSignOut: 'disconnectFlow',
};
