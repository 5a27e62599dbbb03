import type { Fault } from '#dialects/http.ts';
import { pathText } from '#dialects/request-schema.ts';
import { placeOf } from './place.ts';

/** What the scanner expects next. */
type State = 'value' | 'firstEntry' | 'firstKey' | 'key' | 'colon' | 'next' | 'stop';

/** An object or a list that has not ended yet. */
interface Open {
  /** The keys so far; absent in a list. */
  readonly keys?: Set<string>;
  /** The key or the index that is being read. */
  step: string | number;
}

/** How many faults are described. Others are counted. */
const mostDescribed = 20;

/**
 * Finds what is wrong with a JSON text: keys that an object has twice, unpaired surrogates, and the first place where the
 * text is no JSON (RFC 8259). It takes several times as long as `JSON.parse`, so it only runs when something is wrong.
 */
export function faultsIn(text: string): readonly Fault[] {
  const scan = new Scan(text);
  let state: State = 'value';
  while (state !== 'stop') state = scan.read(state);
  return scan.all();
}

class Scan {
  private at = 0;
  private readonly open: Open[] = [];
  private readonly faults: Fault[] = [];
  private more = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  all(): readonly Fault[] {
    return this.more === 0
      ? this.faults
      : [...this.faults, { path: '', message: `There are ${this.more} more faults` }];
  }

  read(state: Exclude<State, 'stop'>): State {
    while (isBlank(this.text.charCodeAt(this.at))) this.at += 1;
    switch (state) {
      case 'value':
        return this.readValue();
      case 'firstEntry':
        return this.text[this.at] === ']' ? this.close() : this.readValue();
      case 'firstKey':
        return this.text[this.at] === '}' ? this.close() : this.readKey();
      case 'key':
        return this.readKey();
      case 'colon':
        return this.text[this.at] === ':' ? this.skip('value') : this.notJson('a colon is expected');
      case 'next':
        return this.readNext();
    }
  }

  private readValue(): State {
    const first = this.text[this.at];
    if (first === '{') {
      this.open.push({ keys: new Set(), step: '' });
      return this.skip('firstKey');
    }
    if (first === '[') {
      this.open.push({ step: 0 });
      return this.skip('firstEntry');
    }
    if (first === '"') {
      const begin = this.at;
      const read = this.readString();
      if (read === undefined) return 'stop';
      this.checkSurrogates(read, begin);
      return 'next';
    }
    literal.lastIndex = this.at;
    const [word] = literal.exec(this.text) ?? [];
    if (word === undefined) return this.notJson('a value is expected');
    this.at += word.length;
    return 'next';
  }

  private readKey(): State {
    if (this.text[this.at] !== '"') return this.notJson('a key in double quotes is expected');
    const begin = this.at;
    const key = this.readString();
    const within = this.open.at(-1);
    if (key === undefined || within?.keys === undefined) return 'stop';
    within.step = key;
    if (within.keys.has(key)) this.fault('Is given more than once, again', begin);
    within.keys.add(key);
    this.checkSurrogates(key, begin);
    return 'colon';
  }

  private readNext(): State {
    const within = this.open.at(-1);
    const next = this.text[this.at];
    if (within === undefined) return next === undefined ? 'stop' : this.notJson('nothing more is expected');
    const end = within.keys ? '}' : ']';
    if (next === end) return this.close();
    if (next !== ',') return this.notJson(`a comma or ${end} is expected`);
    if (typeof within.step === 'number') within.step += 1;
    return this.skip(within.keys ? 'key' : 'value');
  }

  /** The string that begins here; `undefined` if it is not one. */
  private readString(): string | undefined {
    const begin = this.at;
    this.at += 1;
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code === quote) break;
      if (Number.isNaN(code)) {
        this.at = begin;
        this.notJson('a string is not closed, which begins');
        return undefined;
      }
      if (code < 0x20) {
        this.notJson('a control character that is not escaped is in a string');
        return undefined;
      }
      if (code === backslash) {
        escaped.lastIndex = this.at;
        const [sequence] = escaped.exec(this.text) ?? [];
        if (sequence === undefined) {
          this.notJson('an escape that JSON does not have is in a string');
          return undefined;
        }
        this.at += sequence.length;
      } else this.at += 1;
    }
    this.at += 1;
    return String(JSON.parse(this.text.slice(begin, this.at)));
  }

  private checkSurrogates(read: string, begin: number): void {
    if (!read.isWellFormed()) this.fault('Has an unpaired surrogate, which is no character, in the text', begin);
  }

  private skip(then: State): State {
    this.at += 1;
    return then;
  }

  private close(): State {
    this.open.pop();
    return this.skip('next');
  }

  private notJson(what: string): State {
    const isOver = this.at >= this.text.length ? ', where the body ends' : '';
    this.add(() => ({ path: '', message: `The body is not JSON: ${what} at ${placeOf(this.text, this.at)}${isOver}` }));
    return 'stop';
  }

  /** A fault in what is being read now. */
  private fault(what: string, at: number): void {
    this.add(() => ({
      path: pathText(['body', ...this.open.map(({ step }) => step)]),
      message: `${what} at ${placeOf(this.text, at)}`,
    }));
  }

  private add(fault: () => Fault): void {
    if (this.faults.length < mostDescribed) this.faults.push(fault());
    else this.more += 1;
  }
}

export const quote = 0x22;
const backslash = 0x5c;

/** A number, `true`, `false` or `null`. */
const literal = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;

const escaped = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/** Whether a character may stand between the parts of a JSON text. */
export const isBlank = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
