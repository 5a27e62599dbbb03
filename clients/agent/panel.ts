import type { Language } from './texts.ts';

/** What is shown over the page, out of reach of its styles. What it says is text, never markup. */
interface Panel {
  readonly title?: string;
  readonly paragraphs: readonly (string | undefined)[];

  /** By label. The first is the safe one. With buttons the page cannot be used meanwhile. */
  readonly buttons?: Readonly<Record<string, () => void>>;

  /** Only a button takes it away, not the Escape key. */
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

export function showPanel(language: Language, { title, paragraphs, buttons, isQuestion }: Panel) {
  const host = make('div', { lang: language, dir: 'ltr' });
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets = [sheet];
  const dialog = make('dialog', { role: 'alertdialog' });
  root.append(dialog);
  // A page that is still being read may have no body yet.
  (document.body ?? document.documentElement).append(host);

  const text = make('div', { id: 'text' });
  for (const said of paragraphs) if (said) text.append(make('p', { textContent: said, dir: 'auto' }));
  const counter = make('p', { role: 'timer' });
  const close = () => {
    dialog.close();
    host.remove();
  };
  const showAside = () => {
    dialog.role = 'status';
    // Not show(), which would take the focus away from the page.
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
    showAside();
    // What comes into a region that is there already is read aloud.
    setTimeout(() => dialog.append(text), 100);
  }
  if (isQuestion) dialog.oncancel = (event) => event.preventDefault();
  // At the second Escape a browser closes what is not to be closed.
  dialog.onclose = () => {
    if (isQuestion && host.isConnected) dialog.showModal();
    else if (counter.isConnected) showAside();
    else close();
  };
  return {
    close,
    dismiss: () => dialog.close(),
    /** Counts down; when dismissed, beside the page, which can be used again. */
    count(said: string) {
      counter.textContent = said;
      text.append(counter);
    },
  };
}
