/**
 * Characters that others must not be shown, because they do not show themselves or reorder the text around them:
 * controls, line separators, direction marks and overrides, what is invisible (UAX #9, UTR #36), and the blank of braille.
 */
const hidden = String.raw`\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\u2800`;

/** A letter of a writing system that joins letters and has variants of them. In the others a joiner would be invisible. */
const joiningLetter = String.raw`(?![\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}])\p{L}`;

/** What can come before a joiner: emoji, and letters that join, with their marks. */
const joined = String.raw`(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}]|${joiningLetter})\p{M}*`;

/** What has variants that a selector after it chooses: emoji, digits as keycaps, signs, and letters of such systems. */
const varied = String.raw`[\p{Emoji}\p{Extended_Pictographic}\p{S}\p{P}]|${joiningLetter}`;

/** The letters of a flag of a region, such as Scotland's, in tag characters behind a black flag. */
const tags = String.raw`[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}\u{e007f}]`;

/**
 * One printable character, as the source of a regular expression with the flag `u`. Of the invisible ones it has those
 * that texts need: variation selectors, joiners (Persian, the scripts of India, Mongolian, emoji of several people), and
 * the tags of flags.
 */
export const printable = String.raw`(?:[^${hidden}]|(?<=${varied})\p{Variation_Selector}|(?<=${joined})[\u200c\u200d\u180e]|(?<=\u{1f3f4}${tags}{0,6})${tags})`;

/** The same for an e-mail address, which has no blanks and one @. */
export const printableInAddress = String.raw`[^\s@${hidden}]`;

const unprintable = new RegExp(String.raw`(?!${printable})[\s\S]`, 'gu');

const nameOf = (character: string) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Names the first character that is not printable, such as `U+202E`; a line break or a tab only if there is no other. */
export function unprintableIn(text: string): string | undefined {
  const [first, ...others] = [...text.matchAll(unprintable)].map(([character]) => character);
  const worst = [first, ...others].find((character) => character !== undefined && !/[\r\n\t]/.test(character)) ?? first;
  return worst === undefined ? undefined : nameOf(worst);
}

/** The text as JSON, with an escape in place of each character that is not printable. */
export const printableJson = (text: string): string =>
  JSON.stringify(text).replace(unprintable, (character) => `\\u{${nameOf(character).slice(2)}}`);
