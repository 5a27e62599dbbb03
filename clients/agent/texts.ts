/** What the agent reads, besides what the supervisor wrote. */
export interface Texts {
  readonly failedTitle: string;
  readonly failedText: string;
  readonly tryAgain: string;
  readonly leaveAnyway: string;
  readonly forcedTitle: string;
  readonly deferredText: string;
  readonly endedTitle: string;
  readonly elsewhereTitle: string;
  readonly ok: string;
}

export type Language = 'de' | 'en' | 'es' | 'fr' | 'it' | 'ja' | 'ko' | 'pt-BR' | 'zh-CN' | 'zh-TW';
