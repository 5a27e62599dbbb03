import { describe, expect, test } from '@jest/globals';
import { parseMessage, renderMessage } from '#dialects/connect-participant/message.ts';
import { aMessage, answerTo, asking, invalid } from './requests.ts';

const parse = (body: unknown) => parseMessage(asking(body));
const hello = { ContentType: 'text/plain', Content: 'Hello', ClientToken: 't1' };
const types =
  'text/plain or text/markdown or application/json or application/vnd.amazonaws.connect.message.interactive.response';
const interactive = 'application/vnd.amazonaws.connect.message.interactive.response';

describe('a message', () => {
  test('is words', () => {
    expect(parse(hello)).toEqual({ contentType: 'text/plain', content: 'Hello', clientToken: 't1' });
    expect(parse({ ContentType: 'text/markdown', Content: ' **Hello**\n' })).toEqual({
      contentType: 'text/markdown',
      content: ' **Hello**\n',
    });
  });

  test.each(['application/json', interactive])('is JSON of type %s', (ContentType) => {
    expect(parse({ ContentType, Content: '{"a":1}' })).toEqual({ contentType: ContentType, content: '{"a":1}' });
    expect(parse({ ContentType, Content: 'null' }).content).toBe('null');
  });

  test('is as long as its type may be, in characters', () => {
    const json = `"${'🙂'.repeat(11_998)}"`;
    expect(parse({ ...hello, Content: '🙂'.repeat(1_024) }).content).toHaveLength(2_048);
    expect(parse({ ...hello, ContentType: 'application/json', Content: json }).content).toBe(json);
    expect(parse({ ...hello, ClientToken: 't'.repeat(500) }).clientToken).toHaveLength(500);
  });

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'Must be an object with ContentType, Content, ClientToken, but is missing'],
    ['a text', 'Hello Han', 'Must be an object with ContentType, Content, ClientToken, got 9 characters'],
    ['an empty object', {}, `ContentType: Must be ${types}, but is missing; Content: Must be a text, but is missing`],
    ['no words', { ...hello, Content: '' }, 'Content: Must be 1 to 1024 characters, got 0 characters'],
    [
      '1025 characters',
      { ...hello, Content: 'x'.repeat(1_025) },
      'Content: Must be 1 to 1024 characters, got 1025 characters',
    ],
    [
      '1025 characters of two units',
      { ...hello, Content: '🙂'.repeat(1_025) },
      'Content: Must be 1 to 1024 characters, got 1025 characters',
    ],
    [
      'half a character',
      { ...hello, Content: 'x\ud800' },
      'Content: Must be 1 to 1024 characters, got 2 characters, not all of them printable',
    ],
    ['a number', { ...hello, Content: 5 }, 'Content: Must be a text, got a number'],
    ['null', { ...hello, Content: null }, 'Content: Must be a text, got null'],
    [
      'JSON as it is, not as a text',
      { ...hello, ContentType: 'application/json', Content: {} },
      'Content: Must be a text, got an object',
    ],
    [
      'no JSON',
      { ...hello, ContentType: 'application/json', Content: 'Hello' },
      'Content: Must be JSON, and cannot be read as such',
    ],
    [
      'JSON of 12001 characters',
      { ...hello, ContentType: interactive, Content: `"${'x'.repeat(11_999)}"` },
      'Content: Must be 1 to 12000 characters, got 12001 characters',
    ],
    ['a file', { ...hello, ContentType: 'text/csv' }, `ContentType: Must be ${types}, got "text/csv"`],
    [
      'a type with parameters',
      { ...hello, ContentType: 'text/plain; charset=utf-8' },
      `ContentType: Must be ${types}, got 25 characters`,
    ],
    [
      'words where the type should be',
      { ContentType: 'My card is 4111', Content: 'text/plain' },
      `ContentType: Must be ${types}, got 15 characters`,
    ],
    [
      'an empty client token',
      { ...hello, ClientToken: '' },
      'ClientToken: Must be 1 to 500 printable ASCII characters, got 0 characters',
    ],
    [
      'a long client token',
      { ...hello, ClientToken: 't'.repeat(501) },
      'ClientToken: Must be 1 to 500 printable ASCII characters, got 501 characters',
    ],
    [
      'a client token that is not ASCII',
      { ...hello, ClientToken: 'ü' },
      'ClientToken: Must be 1 to 500 printable ASCII characters, got 1 character',
    ],
    [
      'an unknown member',
      { ...hello, ConnectionToken: 't' },
      'ConnectionToken: Unknown key; known are ContentType, Content, ClientToken',
    ],
  ])('is not %s', (_, body, message) => {
    expect(answerTo(() => parse(body))).toEqual(invalid(message));
  });
});

describe('a message that was sent', () => {
  const message = aMessage();

  test('is answered with its id and its time', () => {
    expect(renderMessage({ type: 'sent', message })).toEqual({
      status: 200,
      body: { Id: 'm1', AbsoluteTime: '2026-11-21T09:30:00.000Z' },
    });
  });

  test('is not another under the same client token', () => {
    const Message = 'ClientToken stands for another message already: give each message one of its own';
    expect(answerTo(() => renderMessage({ type: 'tokenReused' }))).toEqual([409, 'ConflictException', { Message }]);
  });

  test('is not sent in a chat that is over', () => {
    expect(answerTo(() => renderMessage({ type: 'ended' }))).toEqual([
      403,
      'AccessDeniedException',
      { Message: 'The chat has ended' },
    ]);
  });
});
