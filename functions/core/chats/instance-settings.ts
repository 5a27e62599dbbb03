import type { Language, NoticeTexts } from './notices.ts';

/** How chats behave in an instance. */
export interface InstanceSettings {
  /** The language of chats that name none. */
  readonly language: Language;
  /** Texts of the instance's own; the others stay as they are. */
  readonly texts: { readonly [language in Language]?: Partial<NoticeTexts> };
  /** A customer whose last connection has been gone for so many minutes ends the chat; `off`: never. */
  readonly customerGoneMinutes: number | 'off';
}

/** Of an instance that has chosen nothing. */
export const defaultSettings: InstanceSettings = { language: 'en', texts: {}, customerGoneMinutes: 5 };
