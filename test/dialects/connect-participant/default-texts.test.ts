import { describe, expect, test } from '@jest/globals';
import { defaultChatSettings, languages, notices } from '#core/chats/chat-settings.ts';
import { noticeTexts } from '#dialects/connect-participant/default-texts.ts';

describe.each(languages)('in %s', (language) => {
  const texts = noticeTexts(defaultChatSettings, language);

  test.each(notices)('the text for %s has one place for the name', (notice) => {
    expect(texts[notice].split('{displayName}')).toHaveLength(2);
    expect(texts[notice].replace('{displayName}', '')).not.toMatch(/[{}]/);
  });

  test('no two texts are the same', () => {
    expect(new Set(Object.values(texts)).size).toBe(notices.length);
  });
});

test('no two languages share a text', () => {
  const all = languages.flatMap((language) => noticeTexts(defaultChatSettings, language).disconnected);
  expect(new Set(all).size).toBe(languages.length);
});

test('a chat without a language has the texts of the instance’s language', () => {
  expect(noticeTexts({ ...defaultChatSettings, language: 'de' }, undefined).returned).toBe('{displayName} ist zurück.');
  expect(noticeTexts({ ...defaultChatSettings, language: 'de' }, 'en').idle).toBe('{displayName} has become idle.');
});

test('an instance’s own text replaces the default, in its language and for its notice only', () => {
  const settings = { ...defaultChatSettings, texts: { en: { idle: 'Hello?' } } };
  expect(noticeTexts(settings, 'en')).toEqual({ ...noticeTexts(defaultChatSettings, 'en'), idle: 'Hello?' });
  expect(noticeTexts(settings, 'fr')).toEqual(noticeTexts(defaultChatSettings, 'fr'));
});
