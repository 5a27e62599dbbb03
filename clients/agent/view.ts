import type { DeferredLogout } from './deferred-logout.ts';
import type { Cause, Ending } from './session.ts';
import type { Language, Texts } from './texts.ts';

/** Closes what was shown. */
export type Close = () => void;

/** What the agent sees. Each method shows something and returns what closes it. */
export interface View {
  /** The desktop could not be set offline. Closed when a later attempt succeeds. */
  callFailed(choices: { readonly tryAgain: () => void; readonly leaveAnyway: () => void }): Close;

  /** The status that the agent had chosen could not be set again: the agent has to choose one. */
  comeBackFailed(): Close;

  /** A supervisor has ended the session; `count` is called every second with the seconds left. */
  logoutForced(ending: Ending): { readonly count: (seconds: number) => void; readonly close: Close };

  /** A supervisor has ordered a logout after the current contacts. Called again when its deadline is near. */
  logoutDeferred(notice: DeferredLogout): Close;

  /** The session has ended, and why. */
  ended(ending: Ending): Close;
}

/** @internal */
export const viewMethods = [
  'callFailed',
  'comeBackFailed',
  'logoutForced',
  'logoutDeferred',
  'ended',
] satisfies (keyof View)[];

/**
 * The library's own view: dialogs, and a banner for a deferred logout.
 *
 * @internal
 */
export function makeView(texts: Texts, language: Language): View {
  const times = new Intl.RelativeTimeFormat(language);
  const titles: Partial<Record<Cause, string>> = { forced: texts.forcedTitle, replaced: texts.elsewhereTitle };
  const inform = (title: string, paragraphs: Panel['paragraphs']) => {
    const panel = showPanel(language, { title, paragraphs, buttons: { [texts.ok]: () => panel.dismiss() } });
    return panel;
  };
  const informOfEnd = ({ cause = 'client', message, reason }: Ending) =>
    inform(titles[cause] ?? texts.endedTitle, [message, reason]);

  return {
    callFailed: (choices) =>
      showPanel(language, {
        title: texts.failedTitle,
        paragraphs: [texts.failedText],
        buttons: { [texts.tryAgain]: choices.tryAgain, [texts.leaveAnyway]: choices.leaveAnyway },
        isQuestion: true,
      }).close,
    comeBackFailed: () => inform(texts.statusTitle, []).close,
    logoutForced(ending) {
      const { count, close } = informOfEnd(ending);
      return { count: (left) => count(times.format(left, 'second')), close };
    },
    logoutDeferred({ message, reason, secondsLeft = 0, onDeadline }) {
      const { count, close } = showPanel(language, { paragraphs: [texts.deferredText, message, reason] });
      if (onDeadline !== 'force') return close;
      const deadline = Date.now() + secondsLeft * 1000;
      const tick = () => {
        const left = Math.max(Math.ceil((deadline - Date.now()) / 1000), 0);
        const time = left > 120 ? times.format(Math.ceil(left / 60), 'minute') : times.format(left, 'second');
        count(`${texts.deadlineText} ${time}`);
      };
      tick();
      const ticking = setInterval(tick, 1000);
      return () => {
        clearInterval(ticking);
        close();
      };
    },
    ended: (ending) => informOfEnd(ending).close,
  };
}

/** A dialog or banner in a shadow root, which the page's styles do not reach. Its contents are text, never markup. */
interface Panel {
  readonly title?: string;
  readonly paragraphs: readonly (string | undefined)[];

  /** By label; the first one is the safe choice. A panel with buttons is modal. */
  readonly buttons?: Readonly<Record<string, () => void>>;

  /** Only a button closes it, not the Escape key. */
  readonly isQuestion?: boolean;
}

const styles = `:host{all:initial;color-scheme:light dark}
dialog{font:1rem/1.5 system-ui,sans-serif;max-width:min(28rem,90%);padding:1.25rem;border:1px solid #8888;border-radius:.5rem;box-shadow:0 1rem 3rem #0006;overflow-wrap:anywhere}
dialog:not(:modal){position:fixed;inset:1rem 0 auto;z-index:2147483647;border-left:.5rem solid #d70}
:not(:modal)>button{display:none}
dialog::backdrop{background:#0008}
h2{margin:0;font-size:1.25rem}
button{font:inherit;margin:.5rem .7rem 0 0;padding:.5rem 1.25rem;border:1px solid;border-radius:.5rem;color:inherit;background:0 0}
button:first-of-type{color:#fff;background:#05c}`;

const make = <Name extends keyof HTMLElementTagNameMap>(name: Name, members: Partial<HTMLElementTagNameMap[Name]>) =>
  Object.assign(document.createElement(name), members);

function showPanel(language: Language, { title, paragraphs, buttons, isQuestion }: Panel) {
  const host = make('div', { lang: language, dir: 'ltr' });
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets = [sheet];
  const dialog = make('dialog', { role: 'alertdialog' });
  root.append(dialog);
  // A page that is still loading may have no body yet.
  (document.body ?? document.documentElement).append(host);

  const text = make('div', { id: 'text' });
  for (const textContent of paragraphs) if (textContent) text.append(make('p', { textContent, dir: 'auto' }));
  const counter = make('p', { role: 'timer' });
  const close = () => {
    dialog.close();
    host.remove();
  };
  const showAsBanner = () => {
    dialog.role = 'status';
    // Unlike show(), this leaves the focus in the page.
    dialog.setAttribute('open', '');
  };

  if (buttons) {
    dialog.append(make('h2', { id: 'title', textContent: title ?? '' }), text);
    dialog.setAttribute('aria-labelledby', 'title');
    dialog.setAttribute('aria-describedby', 'text');
    for (const [label, onclick] of Object.entries(buttons))
      dialog.append(make('button', { textContent: label, onclick }));
    dialog.showModal();
  } else {
    showAsBanner();
    // Screen readers announce what is added to a live region that exists already.
    setTimeout(() => dialog.append(text), 100);
  }
  if (isQuestion) dialog.oncancel = (event) => event.preventDefault();
  // A browser closes the dialog at the second Escape, even if `cancel` is prevented.
  dialog.onclose = () => {
    if (isQuestion && host.isConnected) dialog.showModal();
    else if (counter.isConnected) showAsBanner();
    else close();
  };
  return {
    close,
    dismiss: () => dialog.close(),
    /** Shows the countdown. A dialog that is dismissed during the countdown becomes a banner. */
    count(textContent: string) {
      counter.textContent = textContent;
      // Only once, so that screen readers do not announce every second.
      if (!counter.parentNode) text.append(counter);
    },
  };
}
