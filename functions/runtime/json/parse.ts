import type { Fault } from '#dialects/http.ts';
import { faultsIn, isBlank, quote } from './scan.ts';

type Json = null | boolean | number | string | readonly Json[] | JsonObject;
interface JsonObject {
  readonly [key: string]: Json;
}

/** The value of a JSON text, or everything that is wrong with the text. */
export type ParsedJson =
  | { readonly type: 'value'; readonly value: unknown }
  | { readonly type: 'faulty'; readonly faults: readonly Fault[] };

/**
 * Parses JSON as `JSON.parse` does, and refuses what readers understand differently: a key that an object has twice, and
 * an unpaired surrogate, which cannot be written as UTF-8. A byte order mark at the beginning is ignored.
 *
 * The usual text is parsed once by the engine and searched for colons; only if something is wrong is it read again.
 */
export function parseJson(marked: string): ParsedJson {
  const text = marked.startsWith('\ufeff') ? marked.slice(1) : marked;
  const value = readValue(text);
  const isSafe = value !== undefined && !mayRepeatKey(text, value) && !mayHaveSurrogate(text);
  if (isSafe) return { type: 'value', value };
  const faults = faultsIn(text);
  return value === undefined || faults.length > 0 ? { type: 'faulty', faults } : { type: 'value', value };
}

function readValue(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An object that has a key twice is parsed into one with fewer keys than the text has colons after a quotation mark. */
const mayRepeatKey = (text: string, value: Json): boolean => {
  const most = mostKeysIn(text);
  return most > 1 && most !== keysOf(value);
};

/** At least as many as the text has keys: such a colon may also be within a string. */
function mostKeysIn(text: string): number {
  let count = 0;
  for (let colon = text.indexOf(':'); colon !== -1; colon = text.indexOf(':', colon + 1)) {
    let before = colon - 1;
    let code = text.charCodeAt(before);
    while (isBlank(code)) {
      before -= 1;
      code = text.charCodeAt(before);
    }
    if (code === quote) count += 1;
  }
  return count;
}

/** How many keys all objects in it have. Not recursive, because a text can nest deeper than the stack is. */
function keysOf(value: Json): number {
  if (!isNested(value)) return 0;
  let count = 0;
  const nested = [value];
  // The list grows while it is read.
  for (const next of nested) {
    if (isList(next)) {
      for (const entry of next) if (isNested(entry)) nested.push(entry);
      continue;
    }
    // `Object.values` would take longer.
    for (const key in next) {
      count += 1;
      const member = next[key];
      if (member !== undefined && isNested(member)) nested.push(member);
    }
  }
  return count;
}

const isNested = (value: Json): value is JsonObject | readonly Json[] => typeof value === 'object' && value !== null;
const isList = (value: JsonObject | readonly Json[]): value is readonly Json[] => Array.isArray(value);

/** Half of a pair can only come as an escape if the text consists of whole characters. */
const mayHaveSurrogate = (text: string): boolean =>
  !text.isWellFormed() || (text.includes('\\') && /\\u[dD][89a-fA-F]/.test(text));
