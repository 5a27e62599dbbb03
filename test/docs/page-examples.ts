import { readFileSync } from 'node:fs';

/** In place of the body of an answer that a page does not show. */
export const notShown = '…';

/** A request and its answer on a page of the documentation. */
export interface Example {
  /** Time that passes before the request. */
  readonly minutesLater: number;
  /** `PUT /v1/agents/11`, or the name of a function that a flow invokes. */
  readonly call: string;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Absent for a function. */
  readonly status?: number;
  readonly answerHeaders: Readonly<Record<string, string>>;
  readonly answer: unknown;
}

/** What an example is answered with. */
export interface Answer {
  readonly status?: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/**
 * The examples of a page, from top to bottom. An example is a block fenced as `http`: the call, its headers, and its body
 * as JSON; after an empty line the status, the headers that clients need, and the body. Before it may stand that some
 * minutes have passed.
 */
export function examplesOf(page: string): readonly Example[] {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(/^```http\n(.*?)\n```$/gms)].map(([, block = '']) => exampleOf(block));
}

function exampleOf(block: string): Example {
  const [, minutes, told = ''] = /^(?:(\d+) minutes? later\n)?(.*)$/s.exec(block) ?? [];
  const [asked = '', answered = ''] = told.split('\n\n');
  const [call = '', ...request] = asked.split('\n');
  const isFunction = !call.includes(' ');
  const [status, ...answer] = isFunction ? ['', ...answered.split('\n')] : answered.split('\n');
  const { headers, body } = messageOf(request);
  const { headers: answerHeaders, body: answerBody } = messageOf(answer);
  return {
    minutesLater: Number(minutes ?? 0),
    call,
    headers,
    body,
    ...(!isFunction && { status: Number(status) }),
    answerHeaders,
    answer: answerBody,
  };
}

/** Header lines, then JSON. */
function messageOf(lines: readonly string[]): Pick<Example, 'headers' | 'body'> {
  const isHeader = (line: string) => /^[A-Za-z-]+: /.test(line);
  const first = lines.findIndex((line) => !isHeader(line));
  const [named, json] = first < 0 ? [lines, []] : [lines.slice(0, first), lines.slice(first)];
  const headers = named.map((line) => [
    line.slice(0, line.indexOf(':')).toLowerCase(),
    line.slice(line.indexOf(':') + 2),
  ]);
  const text = json.join('\n').trim();
  return {
    headers: Object.fromEntries(headers),
    body: text === '' ? undefined : text === notShown ? text : JSON.parse(text),
  };
}

/**
 * Values that pages abbreviate, because they are different each time: a text with `…` stands for any text, and the same
 * text with `…` stands for the same one on the whole page.
 */
export class Abbreviations {
  private readonly values = new Map<string, string>();

  /** A documented value with its abbreviations replaced by what they stand for. */
  resolve(documented: unknown): unknown {
    return mapTexts(documented, (text) => {
      if (!text.includes('…')) return text;
      const longestFirst = [...this.values].sort(([a], [b]) => b.length - a.length);
      return longestFirst.reduce((resolved, [short, value]) => resolved.replaceAll(short, () => value), text);
    });
  }

  /** Remembers what the abbreviations of an answer stand for. */
  learn(documented: unknown, actual: unknown): void {
    if (typeof documented === 'string' && typeof actual === 'string') {
      if (documented.includes('…') && !this.values.has(documented)) this.values.set(documented, actual);
      return;
    }
    if (!isObject(documented) || !isObject(actual)) return;
    for (const [name, value] of Object.entries(documented)) this.learn(value, actual[name]);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, map));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapTexts(member, map)]));
}
