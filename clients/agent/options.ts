import { type Callbacks, eventNames } from './callbacks.ts';
import { type Desktop, desktopMethods } from './desktop.ts';
import { memberOf } from './json.ts';
import type { SignIn } from './session.ts';
import { defaultTexts, isLanguage, type Language, languages, type Texts } from './texts.ts';
import { type View, viewMethods } from './view.ts';

export interface KeepSessionOptions {
  /** Lastcall's HTTP API, such as `https://lastcall.example.com`, without a path or a trailing slash. */
  readonly url: string;

  readonly agentId: string;

  /**
   * Asks your server to sign the agent in, and resolves to what `PUT /v1/agents/{agentId}/session` answered. It is called
   * when there is no session to continue, and again after growing delays when it has failed or has not answered within
   * 15 seconds. An answer counts however late it comes. If it throws `SignInHeld`, it is called again when the hold has ended;
   * after `SignedInElsewhere` it is not.
   */
  readonly signIn: SignIn;

  /**
   * The agent desktop that goes offline with the session. `dispose` of the session disposes of it.
   *
   * @default none: only Lastcall's session is kept
   */
  readonly desktop?: Desktop | undefined;

  /**
   * The language of the texts that the agent reads.
   *
   * @default the first of the browser's languages that the library has texts in, or English
   */
  readonly language?: Language | undefined;

  /** Texts that replace those of the language. */
  readonly texts?: Partial<Texts> | undefined;

  /** Views that replace those of the library. */
  readonly view?: Partial<View> | undefined;

  /**
   * Seconds between a forced logout and the moment the desktop goes offline.
   *
   * @default 10
   */
  readonly countdownSeconds?: number | undefined;

  readonly on?: Partial<Callbacks> | undefined;
}

const isText = (value: unknown) => typeof value === 'string' && value !== '';
const isFunction = (value: unknown) => typeof value === 'function';
const isOrigin = (value: unknown) => URL.canParse(`${value}`) && new URL(`${value}`).origin === value;
const isSeconds = (value: unknown) => typeof value === 'number' && value >= 0 && value <= 300 && value % 1 === 0;
const isDesktop = (value: unknown) => desktopMethods.every((name) => isFunction(memberOf(value, name)));
const hasOnly = (names: readonly string[], isValid: (value: unknown) => boolean) => (value: unknown) =>
  Object.entries(Object(value)).every(([name, member]) => names.includes(name) && isValid(member));

const textNames = Object.keys(defaultTexts('en'));

const rules = {
  url: [isOrigin, 'like "https://lastcall.example.com", without a path or a slash at its end'],
  agentId: [isText, 'a text that is not empty'],
  signIn: [isFunction, 'a function'],
  desktop: [isDesktop, `an object with functions for ${desktopMethods}`],
  language: [isLanguage, `one of ${languages}`],
  texts: [hasOnly(textNames, isText), `texts for ${textNames}`],
  view: [hasOnly(viewMethods, isFunction), `functions for ${viewMethods}`],
  countdownSeconds: [isSeconds, 'a whole number from 0 to 300'],
  on: [hasOnly(eventNames, isFunction), `functions for ${eventNames}`],
} satisfies Record<keyof KeepSessionOptions, readonly [(value: unknown) => boolean, string]>;

const required: readonly string[] = ['url', 'agentId', 'signIn'];

/**
 * @internal
 * @throws TypeError that names the option and what it must be
 */
export function checkOptions(options: KeepSessionOptions): void {
  for (const [name, [isValid, expected]] of Object.entries(rules)) {
    const value = memberOf(options, name);
    if (value === undefined ? required.includes(name) : !isValid(value)) {
      throw new TypeError(`${name} must be ${expected}; it is ${JSON.stringify(value)}.`);
    }
  }
  for (const name of Object.keys(options)) {
    if (!(name in rules)) throw new TypeError(`There is no option ${name}, but ${Object.keys(rules)}.`);
  }
}
