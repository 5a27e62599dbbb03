import { describe, expect, test } from '@jest/globals';
import { defaultSettings } from '#core/chats/instance-settings.ts';
import { languages, notices } from '#core/chats/notices.ts';
import { noticeTexts } from '#dialects/connect-participant/default-texts.ts';

describe.each(languages)('in %s', (language) => {
  const texts = noticeTexts(defaultSettings, language);

  test.each(notices)('the text for %s names whom it is about, once', (notice) => {
    expect(texts[notice].split('{displayName}')).toHaveLength(2);
    expect(texts[notice].replace('{displayName}', '')).not.toMatch(/[{}]/);
  });

  test('each text is another', () => {
    expect(new Set(Object.values(texts)).size).toBe(notices.length);
  });
});

test('no two languages share a text', () => {
  const all = languages.flatMap((language) => noticeTexts(defaultSettings, language).disconnected);
  expect(new Set(all).size).toBe(languages.length);
});

test('a chat that names no language has the instance’s', () => {
  expect(noticeTexts({ ...defaultSettings, language: 'de' }, undefined).returned).toBe('{displayName} ist zurück.');
  expect(noticeTexts({ ...defaultSettings, language: 'de' }, 'en').idle).toBe('{displayName} has become idle.');
});

test('an instance’s own text stands in place of the default, in its language and for its notice only', () => {
  const settings = { ...defaultSettings, texts: { en: { idle: 'Hello?' } } };
  expect(noticeTexts(settings, 'en')).toEqual({ ...noticeTexts(defaultSettings, 'en'), idle: 'Hello?' });
  expect(noticeTexts(settings, 'fr')).toEqual(noticeTexts(defaultSettings, 'fr'));
});
