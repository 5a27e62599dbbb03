import { defaultTexts, isLanguage, languages } from './default-texts.ts';
import type { Desktop } from './desktop.ts';
import type { KeepSessionOptions } from './options.ts';
import { memberOf } from './outside.ts';
import { eventNames } from './tell.ts';
import type { View } from './view.ts';

const isText = (value: unknown) => typeof value === 'string' && value !== '';
const isFunction = (value: unknown) => typeof value === 'function';
const isOrigin = (value: unknown) => URL.canParse(`${value}`) && new URL(`${value}`).origin === value;
const isSeconds = (value: unknown) => typeof value === 'number' && value >= 0 && value <= 300 && value % 1 === 0;
const isDesktop = (value: unknown) => desktopNames.every((name) => isFunction(memberOf(value, name)));
const has = (names: readonly string[], isRight: (value: unknown) => boolean) => (value: unknown) =>
  Object.entries(Object(value)).every(([name, member]) => names.includes(name) && isRight(member));

const textNames = Object.keys(defaultTexts('en'));
const desktopNames = ['goOffline', 'comeBack', 'end', 'dispose'] satisfies (keyof Desktop)[];
const viewNames = ['callFailed', 'logoutForced', 'logoutDeferred', 'ended'] satisfies (keyof View)[];

/** What each option is to be. */
const rules = {
  url: [isOrigin, 'like "https://lastcall.example.com", without a path or a slash at its end'],
  agentId: [isText, 'a text that is not empty'],
  signIn: [isFunction, 'a function'],
  desktop: [isDesktop, `an object with functions for ${desktopNames}`],
  language: [isLanguage, `one of ${languages}`],
  texts: [has(textNames, isText), `texts for ${textNames}`],
  view: [has(viewNames, isFunction), `functions for ${viewNames}`],
  countdownSeconds: [isSeconds, 'a whole number from 0 to 300'],
  on: [has(eventNames, isFunction), `functions for ${eventNames}`],
} satisfies Record<keyof KeepSessionOptions, readonly [(value: unknown) => boolean, string]>;

const required: readonly string[] = ['url', 'agentId', 'signIn'];

/** @throws TypeError that says what is wrong and what would be right */
export function checkOptions(options: KeepSessionOptions): void {
  for (const [name, [isRight, sentence]] of Object.entries(rules)) {
    const value = memberOf(options, name);
    if (value === undefined ? required.includes(name) : !isRight(value)) {
      throw new TypeError(`${name} must be ${sentence}; it is ${JSON.stringify(value)}.`);
    }
  }
  for (const name of Object.keys(options)) {
    if (!(name in rules)) throw new TypeError(`There is no option ${name}, but ${Object.keys(rules)}.`);
  }
}
