import { describe, expect, test } from '@jest/globals';
import { defaultChatSettings } from '#core/chats/chat-settings.ts';
import { agentSettingsRoutes, chatSettingsRoutes } from '#dialects/native/settings.ts';
import { answerOf, callOf, faultsOf, refusalOf, routeOf } from '../call-route.ts';
import { aCaller, aRequest } from '../requests.ts';

describe('the settings for agents', () => {
  const getSettings = routeOf(agentSettingsRoutes, 'GET /v1/agent-settings');
  const putSettings = routeOf(agentSettingsRoutes, 'PUT /v1/agent-settings');
  const put = (body: unknown) => callOf(putSettings, aRequest({ body }));

  test('say how long a contact keeps a session alive whose client is lost', async () => {
    const useCase = 'putAgentSettings';
    expect(await put({ contactGraceSeconds: 0 })).toEqual({ useCase, args: ['demo', { contactGraceSeconds: 0 }] });
    expect((await put({ contactGraceSeconds: 3600 })).args).toEqual(['demo', { contactGraceSeconds: 3600 }]);
    expect((await put({ contactGraceSeconds: 'off' })).args).toEqual(['demo', { contactGraceSeconds: 'off' }]);
    expect((await put({})).args).toEqual(['demo', { contactGraceSeconds: 'off' }]);
  });

  test('are shown as they are stored', async () => {
    expect(await callOf(getSettings, aRequest())).toEqual({ useCase: 'getAgentSettings', args: ['demo'] });
    const answer = { status: 200, body: { contactGraceSeconds: 30 } };
    expect(await answerOf(getSettings, { contactGraceSeconds: 30 }, aRequest())).toEqual(answer);
    expect(await answerOf(putSettings, undefined, aRequest({ body: { contactGraceSeconds: 30 } }))).toEqual(answer);
  });

  test.each([[-1], [3601], [1.5], ['30'], ['Off'], [null], [true]])(
    'take no grace of %j',
    async (contactGraceSeconds) => {
      expect(await faultsOf(put({ contactGraceSeconds }))).toEqual([
        {
          path: 'contactGraceSeconds',
          message: `Must be a whole number of seconds, 0 to 3600, or "off", got ${JSON.stringify(contactGraceSeconds)}`,
        },
      ]);
    },
  );

  test('have no unknown key, and need a scope', async () => {
    expect(await faultsOf(put({ grace: 3 }))).toEqual([
      { path: 'grace', message: 'Unknown key; known are contactGraceSeconds' },
    ]);
    const caller = aCaller('sessions:read');
    expect(await refusalOf(callOf(putSettings, aRequest({ caller, body: {} })))).toMatchObject({ type: 'forbidden' });
  });
});

describe('the settings for chats', () => {
  const getSettings = routeOf(chatSettingsRoutes, 'GET /v1/chat-settings');
  const putSettings = routeOf(chatSettingsRoutes, 'PUT /v1/chat-settings');
  const put = (body: unknown) => callOf(putSettings, aRequest({ body }));

  test('are language, texts, and when a customer counts as gone', async () => {
    const settings = {
      language: 'fr',
      texts: { fr: { idle: '{displayName} dort.' }, 'zh-TW': { returned: '{displayName}', disconnected: 'x' } },
      customerGoneMinutes: 480,
      afterAgentSignOut: 'queue',
    };
    expect(await put(settings)).toEqual({ useCase: 'putChatSettings', args: ['demo', settings] });
    expect((await put({ customerGoneMinutes: 'off' })).args[1]).toMatchObject({ customerGoneMinutes: 'off' });
    expect((await put({ customerGoneMinutes: 1 })).args[1]).toMatchObject({ customerGoneMinutes: 1 });
    expect(await answerOf(putSettings, undefined, aRequest({ body: settings }))).toEqual({
      status: 200,
      body: settings,
    });
  });

  test('that are left out get their defaults', async () => {
    expect((await put({})).args).toEqual(['demo', defaultChatSettings]);
  });

  test('are shown as they are stored', async () => {
    expect(await callOf(getSettings, aRequest())).toEqual({ useCase: 'getChatSettings', args: ['demo'] });
    expect(await answerOf(getSettings, defaultChatSettings, aRequest())).toEqual({
      status: 200,
      body: { language: 'en', texts: {}, customerGoneMinutes: 5, afterAgentSignOut: 'disconnectFlow' },
    });
  });

  const gone = 'Must be a whole number of minutes, 1 to 480, or "off"';
  const braces = 'Must have no braces but those of {displayName}: nothing else is filled in';
  const languages = 'de, en, es, fr, it, ja, ko, pt-BR, zh-CN, zh-TW';
  test.each<[unknown, string, string]>([
    [undefined, '', 'Must be an object with language, texts, customerGoneMinutes, afterAgentSignOut, but is missing'],
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
      'Must be 1 to 500 printable characters, got 3 characters, not all of them printable: U+000A',
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
    [{ afterAgentSignOut: 'nothing' }, 'afterAgentSignOut', 'Must be disconnectFlow or queue, got "nothing"'],
    [
      { idleMinutes: 5 },
      'idleMinutes',
      'Unknown key; known are language, texts, customerGoneMinutes, afterAgentSignOut',
    ],
  ])('cannot be %j', async (body, at, message) => {
    expect(await faultsOf(put(body))).toEqual([{ path: at, message }]);
  });

  test('need the scope to configure timers to be written, and the scope to read to be read', async () => {
    const caller = aCaller('chats:write');
    expect(await refusalOf(callOf(putSettings, aRequest({ caller, body: {} })))).toEqual({
      type: 'forbidden',
      scope: 'timers:configure',
    });
    expect(await refusalOf(callOf(getSettings, aRequest({ caller })))).toEqual({
      type: 'forbidden',
      scope: 'sessions:read',
    });
  });
});
