/** What a schema's `error` may look at. */
interface Issue {
  readonly input?: unknown;
}

/** The error of a schema: says what a value must be and what came instead. */
export const mustBe =
  (what: string, got: (value: unknown) => string = shown) =>
  ({ input }: Issue): string =>
    input === undefined ? `Must be ${what}, but is missing` : `Must be ${what}, got ${got(input)}`;

const longestShown = 60;

/** A caller's value in a message: enough to find it again, however long it is. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(cut(value));
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : cut(String(value));
}

/** The same for a value that is nobody else's business, such as a name. */
export function sizeOf(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : `${Array.isArray(value) ? 'a list' : kindOf(value)}`;
  const size = [...value].length;
  return `${size} character${size === 1 ? '' : 's'}${/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(value) ? ', not all of them printable' : ''}`;
}

const kindOf = (value: unknown) => (typeof value === 'object' ? 'an object' : `a ${typeof value}`);

export const cut = (text: string): string =>
  text.length > longestShown ? `${text.slice(0, longestShown).toWellFormed()}…` : text;
