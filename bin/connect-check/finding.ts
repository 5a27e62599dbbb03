/** What was found out about one thing, in a sentence or two. */
export interface Finding {
  /**
   * `works`; `fails`, which somebody has to change first; `note`, which an operator should know; `notTried`, because trying it
   * would change something.
   */
  readonly verdict: 'works' | 'fails' | 'note' | 'notTried';
  readonly about: string;
  readonly sentence: string;
}

const inWords = {
  works: 'will work',
  fails: 'WILL NOT WORK',
  note: 'good to know',
  notTried: 'not tried',
} as const satisfies Record<Finding['verdict'], string>;

const width = Math.max(...Object.values(inWords).map(({ length }) => length)) + 2;

/** A finding as a line. */
export const lineOf = ({ verdict, about, sentence }: Finding): string =>
  `${inWords[verdict].padEnd(width)}${about}: ${sentence}`;

/** A number of things: `1 user`, `2 users`. */
export const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

/** Texts as a list, at most ten of them. */
export const listOf = (texts: readonly string[]): string =>
  texts.length > 10 ? `${texts.slice(0, 10).join(', ')} and ${texts.length - 10} more` : texts.join(', ');
