import { describe, expect, test } from '@jest/globals';
import { RefusedRequest } from '#dialects/http.ts';
import { readBody, readJson } from '#runtime/json/body.ts';

interface Sent {
  readonly body: string | Buffer;
  readonly headers?: Record<string, string>;
}

/** Bytes come in base64, as those of a type that API Gateway does not take for text. */
const anEvent = ({ body, headers }: Sent) => ({
  body: body.toString(typeof body === 'string' ? 'utf8' : 'base64'),
  isBase64Encoded: typeof body !== 'string',
  headers: { 'content-type': 'application/json', ...headers },
});

function problemOf(read: () => unknown) {
  try {
    return read();
  } catch (error) {
    return error instanceof RefusedRequest ? error.problem : error;
  }
}

const read = (sent: Sent) => problemOf(() => readBody(anEvent(sent)));

describe('no body', () => {
  test.each(['', 'null', ' null\n', '\ufeff', '\ufeffnull'])('is %j', (body) => expect(read({ body })).toBeUndefined());
  test('is null in base64 too', () => expect(read({ body: Buffer.from('null') })).toBeUndefined());
});

describe('bytes that are not UTF-8', () => {
  const faultAt = (place: string) => ({
    type: 'badInput',
    faults: [
      { path: '', message: expect.stringContaining(`The body is not UTF-8: there are other bytes at ${place};`) },
    ],
  });

  test.each([
    ['Latin-1', Buffer.from('{"a":"Jürgen"}', 'latin1'), 'line 1, column 8'],
    ['half an emoji', Buffer.concat([Buffer.from('{"a":\n"'), Buffer.from('😀').subarray(0, 3)]), 'line 2, column 2'],
    ['a surrogate as three bytes', Buffer.from('{"a":"\xed\xa0\x80"}', 'latin1'), 'line 1, column 7'],
    ['an overlong form', Buffer.from('\xc0\xaf', 'latin1'), 'line 1, column 1'],
    ['one after a true U+FFFD', Buffer.from('["\xef\xbf\xbd\xef\xbf\xbd\xff"]', 'latin1'), 'line 1, column 5'],
    ['UTF-16', Buffer.from('\ufeff{"a":1}', 'utf16le'), 'line 1, column 1'],
  ])('are refused with their place: %s', (_, body, place) => {
    expect(read({ body })).toMatchObject(faultAt(place));
  });

  test('are refused where API Gateway has replaced them', () => {
    expect(read({ body: '{"a":"J\ufffdrgen"}' })).toMatchObject(faultAt('line 1, column 8'));
  });

  test('are not the character U+FFFD where bytes or an escape show that it is meant', () => {
    expect(read({ body: Buffer.from('["\ufffd"]') })).toEqual(['\ufffd']);
    expect(read({ body: String.raw`["\ufffd"]` })).toEqual(['\ufffd']);
  });
});

describe('the content type', () => {
  test.each([
    'application/json',
    'application/json;charset=UTF-8',
    'APPLICATION/JSON ; charset=utf-8',
    'application/problem+json',
    'application/x-amz-json-1.0',
    'application/x-amz-json-1.1',
    'application/x-amz-json-1.1; charset=utf-8',
  ])('is one of JSON: %s', (contentType) => {
    for (const body of ['{"a":1}', Buffer.from('{"a":1}')]) {
      expect(read({ body, headers: { 'content-type': contentType } })).toEqual({ a: 1 });
    }
  });

  test.each([
    '',
    'text/json',
    'application/jsonp',
    'application/x-amz-json-1.2',
    'application/x-amz-json-1.10',
    'x-amz-json-1.1',
  ])('is refused: %j', (contentType) => {
    expect(read({ body: '{}', headers: { 'content-type': contentType } })).toMatchObject({ type: 'notJsonContent' });
  });
});

describe('compressed bodies', () => {
  test.each(['gzip', 'br', 'GZIP, identity', 'deflate'])('are refused by name: %s', (encoding) => {
    const refused = {
      type: 'notJsonContent',
      message: expect.stringContaining(`without compression, got the content-encoding "${encoding}"`),
    };
    expect(read({ body: '{}', headers: { 'content-encoding': encoding } })).toMatchObject(refused);
    expect(problemOf(() => readJson(anEvent({ body: '{}', headers: { 'content-encoding': encoding } })))).toMatchObject(
      refused,
    );
  });

  test.each(['', 'identity', ' Identity '])('are not those with the content-encoding %j', (encoding) => {
    expect(read({ body: '{"a":1}', headers: { 'content-encoding': encoding } })).toEqual({ a: 1 });
  });
});

test.each([
  ['x'.repeat(9), true],
  ['é'.repeat(5), true],
  ['x'.repeat(8), false],
  ['é'.repeat(4), false],
  [Buffer.alloc(9, 'x'), true],
  [Buffer.alloc(8, 'x'), false],
])('bodies are measured in bytes: %j', (text, isTooLarge) => {
  expect(problemOf(() => readJson(anEvent({ body: text }), 8))).toMatchObject({
    type: isTooLarge ? 'tooLarge' : 'badInput',
  });
});
