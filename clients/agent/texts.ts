/** The texts that the library shows to the agent, besides the message and reason of the supervisor. */
export interface Texts {
  readonly failedTitle: string;
  readonly failedText: string;
  readonly tryAgain: string;
  readonly leaveAnyway: string;
  readonly forcedTitle: string;
  readonly deferredText: string;
  readonly endedTitle: string;
  readonly elsewhereTitle: string;
  readonly statusTitle: string;

  /** Stands before the time that is left, such as “in 60 seconds”. */
  readonly deadlineText: string;
  readonly ok: string;
}

export type Language = 'de' | 'en' | 'es' | 'fr' | 'it' | 'ja' | 'ko' | 'pt-BR' | 'zh-CN' | 'zh-TW';

/** A tuple, because the property names of ten languages would take up too much of the size limit. */
type InOrder = readonly [
  failedTitle: string,
  failedText: string,
  tryAgain: string,
  leaveAnyway: string,
  forcedTitle: string,
  deferredText: string,
  endedTitle: string,
  elsewhereTitle: string,
  statusTitle: string,
  deadlineText: string,
];

const textsOf = {
  de: [
    'Sie sind noch nicht offline',
    'Es können weiter Kontakte eintreffen.',
    'Erneut versuchen',
    'Trotzdem gehen',
    'Abmeldung durch einen Supervisor',
    'Abmeldung nach den laufenden Kontakten',
    'Abgemeldet',
    'Anderswo angemeldet',
    'Ihr vorheriger Status konnte nicht wieder gesetzt werden',
    'Spätestens',
  ],
  en: [
    'You are not offline yet',
    'Contacts may still come in.',
    'Try again',
    'Leave anyway',
    'Sign-out by a supervisor',
    'Sign-out after your current contacts',
    'Signed out',
    'Signed in elsewhere',
    'Your previous status could not be set again',
    'At the latest',
  ],
  es: [
    'Aún no está sin conexión',
    'Todavía pueden llegar contactos.',
    'Reintentar',
    'Salir igualmente',
    'Cierre de sesión por un supervisor',
    'Cierre de sesión tras los contactos en curso',
    'Sesión cerrada',
    'Sesión iniciada en otro lugar',
    'No se pudo restablecer su estado anterior',
    'A más tardar',
  ],
  fr: [
    'Vous n’êtes pas encore hors ligne',
    'Des contacts peuvent encore arriver.',
    'Réessayer',
    'Quitter quand même',
    'Déconnexion par un superviseur',
    'Déconnexion après les contacts en cours',
    'Session terminée',
    'Session ouverte ailleurs',
    'Votre statut précédent n’a pas pu être rétabli',
    'Au plus tard',
  ],
  it: [
    'Non sei ancora offline',
    'Possono ancora arrivare contatti.',
    'Riprova',
    'Esci comunque',
    'Disconnessione da un supervisore',
    'Disconnessione dopo i contatti in corso',
    'Sessione terminata',
    'Sessione aperta altrove',
    'Impossibile ripristinare lo stato precedente',
    'Al più tardi',
  ],
  ja: [
    'まだオフラインではありません',
    'コンタクトが届く可能性があります。',
    '再試行',
    'このまま閉じる',
    'スーパーバイザーによるサインアウト',
    '対応中のコンタクト後にサインアウト',
    'サインアウト済み',
    '別の場所でサインイン済み',
    '以前のステータスに戻せませんでした',
    '遅くとも',
  ],
  ko: [
    '아직 오프라인이 아닙니다',
    '상담이 계속 들어올 수 있습니다.',
    '다시 시도',
    '그냥 나가기',
    '관리자에 의한 로그아웃',
    '진행 중인 상담 후 로그아웃',
    '로그아웃됨',
    '다른 곳에서 로그인됨',
    '이전 상태로 되돌리지 못했습니다',
    '늦어도',
  ],
  'pt-BR': [
    'Você ainda não está offline',
    'Ainda podem chegar contatos.',
    'Tentar novamente',
    'Sair mesmo assim',
    'Desconexão por um supervisor',
    'Desconexão após os contatos em curso',
    'Sessão encerrada',
    'Sessão iniciada em outro lugar',
    'Não foi possível restaurar o status anterior',
    'O mais tardar',
  ],
  'zh-CN': [
    '您尚未离线',
    '仍可能有新的联系进入。',
    '重试',
    '仍然离开',
    '主管将您注销',
    '当前联系结束后注销',
    '已注销',
    '已在别处登录',
    '无法恢复之前的状态',
    '最迟',
  ],
  'zh-TW': [
    '您尚未離線',
    '仍可能有新的聯絡進入。',
    '重試',
    '仍要離開',
    '主管將您登出',
    '目前聯絡結束後登出',
    '已登出',
    '已在別處登入',
    '無法恢復先前的狀態',
    '最遲',
  ],
} satisfies Record<Language, InOrder>;

/** @internal */
export const languages: readonly string[] = Object.keys(textsOf);

/** @internal */
export const isLanguage = (value: unknown): value is Language => languages.includes(`${value}`);

/** @internal */
export function defaultTexts(language: Language): Texts {
  const [failedTitle, failedText, tryAgain, leaveAnyway, forcedTitle, deferredText, ...titles] = textsOf[language];
  const [endedTitle, elsewhereTitle, statusTitle, deadlineText] = titles;
  const failed = { failedTitle, failedText, tryAgain, leaveAnyway };
  return { ...failed, forcedTitle, deferredText, endedTitle, elsewhereTitle, statusTitle, deadlineText, ok: 'OK' };
}

/**
 * Returns the first of the browser's languages that has texts; script or region decides between the Chinese ones.
 *
 * @internal
 */
export function preferredLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const short = tag.slice(0, 2).toLowerCase();
    const chinese = /hant|tw|hk|mo/i.test(tag) ? 'zh-TW' : 'zh-CN';
    const language = { zh: chinese, pt: 'pt-BR' }[short] ?? short;
    if (isLanguage(language)) return language;
  }
  return 'en';
}
