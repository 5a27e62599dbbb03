import { causes } from './causes.ts';
import { showPanel } from './panel.ts';
import type { Ending } from './session.ts';
import type { Language, Texts } from './texts.ts';
import type { View } from './view.ts';

/** Dialogs for what matters, a banner for what can wait. */
export function makeView(texts: Texts, language: Language): View {
  const seconds = new Intl.RelativeTimeFormat(language);
  const titles: Partial<Record<number, string>> = {
    [causes.forced]: texts.forcedTitle,
    [causes.signedInElsewhere]: texts.elsewhereTitle,
  };
  const inform = ({ cause = 0, message, reason }: Ending) => {
    const title = titles[cause] ?? texts.endedTitle;
    const panel = showPanel(language, {
      title,
      paragraphs: [message, reason],
      buttons: { [texts.ok]: () => panel.dismiss() },
    });
    return panel;
  };

  return {
    callFailed: (choices) =>
      showPanel(language, {
        title: texts.failedTitle,
        paragraphs: [texts.failedText],
        buttons: { [texts.tryAgain]: choices.tryAgain, [texts.leaveAnyway]: choices.leaveAnyway },
        isQuestion: true,
      }).close,
    logoutForced(ending) {
      const { count, close } = inform(ending);
      return { count: (left) => count(seconds.format(left, 'second')), close };
    },
    logoutDeferred: ({ message, reason }) =>
      showPanel(language, { paragraphs: [texts.deferredText, message, reason] }).close,
    ended: (ending) => inform(ending).close,
  };
}
