import { isUtf8 } from 'node:buffer';
import { RefusedRequest } from '#dialects/http.ts';
import { shown } from '#dialects/request-schema.ts';
import { parseJson } from './parse.ts';
import { placeOf } from './place.ts';

/** The parts of API Gateway's event that hold a body. */
export interface BodyOfEvent {
  readonly body?: string | undefined;
  readonly isBase64Encoded: boolean;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** The largest body accepted. Below what Lambda accepts, so that it is refused with a message and not with a gateway's 500. */
const bodyLimitBytes = 2 * 1024 * 1024;

/** The content types of JSON. The SDK of AWS for PHP names its own `application/x-amz-json-1.1`. */
const isJson = /^application\/(([\w.+-]+\+)?json|x-amz-json-1\.[01])\s*(;|$)/i;

/** The JSON of a request; `undefined` when it has no body, or `null`. @throws RefusedRequest when it cannot be read. */
export function readBody(event: BodyOfEvent): unknown {
  if (event.body === undefined || event.body === '') return undefined;
  const contentType = event.headers['content-type'];
  if (!isJson.test(contentType ?? '')) {
    const message = `The content-type must be application/json, got ${shown(contentType ?? 'none')}`;
    throw new RefusedRequest({ type: 'notJsonContent', message });
  }
  return readJson(event);
}

/** The same, whatever the content type. @throws RefusedRequest as above. */
export function readJson(event: BodyOfEvent, limitBytes = bodyLimitBytes): unknown {
  if (event.body === undefined || event.body === '') return undefined;
  const text = textOf(event.body, event, limitBytes);
  if (text === byteOrderMark) return undefined;
  const parsed = parseJson(text);
  if (parsed.type === 'faulty')
    throw new RefusedRequest({ type: 'badInput', faults: parsed.faults, isUnreadable: true });
  return parsed.value ?? undefined;
}

const byteOrderMark = '\ufeff';

function textOf(body: string, { isBase64Encoded, headers }: BodyOfEvent, limitBytes: number): string {
  // API Gateway passes JSON as text, so that of compressed JSON nothing is left to decompress.
  const encoding = headers['content-encoding'] ?? '';
  if (!/^\s*(identity\s*)?$/i.test(encoding)) {
    const message = `The body must be sent without compression, got the content-encoding ${shown(encoding)}`;
    throw new RefusedRequest({ type: 'notJsonContent', message });
  }
  const bytes = isBase64Encoded ? Buffer.from(body, 'base64') : undefined;
  if (isLongerThan(limitBytes, bytes ?? body)) throw new RefusedRequest({ type: 'tooLarge', limitBytes });
  const text = bytes?.toString('utf8') ?? body;
  const spoilt = bytes ? firstSpoilt(bytes, text) : text.indexOf(replacement);
  if (spoilt !== -1) throw notUtf8(text, spoilt);
  return text;
}

/** A character takes at most three bytes for each of its units, so a short text need not be measured. */
const isLongerThan = (limitBytes: number, body: string | Buffer): boolean =>
  body.length > limitBytes || (body.length * 3 > limitBytes && Buffer.byteLength(body) > limitBytes);

/** What a reader puts in place of bytes that are not UTF-8. In a body that API Gateway has read it can be nothing else. */
const replacement = '\ufffd';
const replacementBytes = Buffer.from(replacement);

/** Where in a text the first bytes that are not UTF-8 were; -1 if there are none. */
function firstSpoilt(bytes: Buffer, text: string): number {
  if (isUtf8(bytes)) return -1;
  let at = text.indexOf(replacement);
  let offset = Buffer.byteLength(text.slice(0, at));
  while (bytes.subarray(offset, offset + 3).equals(replacementBytes)) {
    const next = text.indexOf(replacement, at + 1);
    offset += Buffer.byteLength(text.slice(at, next));
    at = next;
  }
  return at;
}

function notUtf8(text: string, at: number): RefusedRequest {
  const meant = String.raw`if the character U+FFFD itself is meant, write it as \ufffd`;
  const message = `The body is not UTF-8: there are other bytes at ${placeOf(text, at)}; ${meant}`;
  return new RefusedRequest({ type: 'badInput', faults: [{ path: '', message }], isUnreadable: true });
}
