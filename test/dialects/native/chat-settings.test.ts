import { describe, expect, test } from '@jest/globals';
import { defaultSettings } from '#core/chats/instance-settings.ts';
import { parseGetChatSettings, parsePutChatSettings, renderChatSettings } from '#dialects/native/chat-settings.ts';
import { aCaller, aRequest, faultsOf, refusalOf } from '../requests.ts';

const put = (body: unknown) => parsePutChatSettings(aRequest({ body }));

describe('the settings of an instance', () => {
  test('are language, texts, and when a customer counts as gone', () => {
    const settings = {
      language: 'fr',
      texts: { fr: { idle: '{displayName} dort.' }, 'zh-TW': { returned: '{displayName}', disconnected: 'x' } },
      customerGoneMinutes: 480,
    };
    expect(put(settings)).toEqual(['demo', settings]);
    expect(put({ customerGoneMinutes: 'off' })[1].customerGoneMinutes).toBe('off');
    expect(put({ customerGoneMinutes: 1 })[1].customerGoneMinutes).toBe(1);
  });

  test('that are left out are as they were at the beginning', () => {
    expect(put({})).toEqual(['demo', { language: 'en', texts: {}, customerGoneMinutes: 5 }]);
  });

  test('are shown as they are kept', () => {
    expect(parseGetChatSettings(aRequest())).toBe('demo');
    expect(renderChatSettings(defaultSettings)).toEqual({
      status: 200,
      body: { language: 'en', texts: {}, customerGoneMinutes: 5 },
    });
  });

  const gone = 'Must be a whole number of minutes, 1 to 480, or "off"';
  const braces = 'Must have no braces but those of {displayName}: nothing else is filled in';
  const languages = 'de, en, es, fr, it, ja, ko, pt-BR, zh-CN, zh-TW';
  test.each<[unknown, string, string]>([
    [undefined, '', 'Must be an object with language, texts, customerGoneMinutes, but is missing'],
    [{ language: 'EN' }, 'language', `Must be one of ${languages}, got "EN"`],
    [{ language: null }, 'language', `Must be one of ${languages}, got null`],
    [{ texts: { pt: {} } }, 'texts.pt', `Unknown key; known are ${languages}`],
    [{ texts: 'Hello' }, 'texts', `Must be an object with ${languages}, got "Hello"`],
    [{ texts: { en: { left: 'x' } } }, 'texts.en.left', 'Unknown key; known are idle, returned, disconnected'],
    [{ texts: { en: null } }, 'texts.en', 'Must be an object with idle, returned, disconnected, got null'],
    [{ texts: { en: { idle: '' } } }, 'texts.en.idle', 'Must be 1 to 500 printable characters, got 0 characters'],
    [{ texts: { en: { idle: null } } }, 'texts.en.idle', 'Must be 1 to 500 printable characters, got null'],
    [
      { texts: { en: { idle: 'x'.repeat(501) } } },
      'texts.en.idle',
      'Must be 1 to 500 printable characters, got 501 characters',
    ],
    [
      { texts: { en: { idle: 'a\nb' } } },
      'texts.en.idle',
      'Must be 1 to 500 printable characters, got 3 characters, not all of them printable',
    ],
    [{ texts: { en: { idle: '{name} is idle' } } }, 'texts.en.idle', braces],
    [{ texts: { en: { idle: '{displayName is idle' } } }, 'texts.en.idle', braces],
    [{ texts: { en: { idle: '{{displayName}}' } } }, 'texts.en.idle', braces],
    [{ texts: { en: { idle: '{DisplayName}' } } }, 'texts.en.idle', braces],
    [{ customerGoneMinutes: 0 }, 'customerGoneMinutes', `${gone}, got 0`],
    [{ customerGoneMinutes: 481 }, 'customerGoneMinutes', `${gone}, got 481`],
    [{ customerGoneMinutes: 2.5 }, 'customerGoneMinutes', `${gone}, got 2.5`],
    [{ customerGoneMinutes: '5' }, 'customerGoneMinutes', `${gone}, got "5"`],
    [{ customerGoneMinutes: null }, 'customerGoneMinutes', `${gone}, got null`],
    [{ idleMinutes: 5 }, 'idleMinutes', 'Unknown key; known are language, texts, customerGoneMinutes'],
  ])('are not %j', (body, at, message) => {
    expect(faultsOf(() => put(body))).toEqual([{ path: at, message }]);
  });

  test('take the scope to configure timers to write, and the one to read to read', () => {
    const caller = aCaller('chats:write');
    expect(refusalOf(() => parsePutChatSettings(aRequest({ caller, body: {} })))).toEqual({
      type: 'forbidden',
      scope: 'timers:configure',
    });
    expect(refusalOf(() => parseGetChatSettings(aRequest({ caller })))).toEqual({
      type: 'forbidden',
      scope: 'sessions:read',
    });
  });
});
