// Everything that comes from outside the library is `unknown` until these functions have read it: answers and frames of
// the server, entries of localStorage, options.

/** @returns undefined if the text is not JSON */
export function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

/** @returns undefined if the value is not an object or has no such member */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

export function textIn(value: unknown, name: string): string | undefined {
  const member = memberOf(value, name);
  return typeof member === 'string' ? member : undefined;
}
