import { expect, test } from '@jest/globals';
import { afterSignOut, defaultChatSettings, languages } from '#core/chats/chat-settings.ts';
import { seconds } from '#core/instant.ts';
import { aChatRoom } from '#test/support/chat-room.ts';
import { chatKey } from '#test/support/chats.ts';
import { intercept } from '#test/support/intercept.ts';

const { instanceId } = chatKey;

test('the settings of an instance are read once a minute, however many participants connect', async () => {
  const room = await aChatRoom();
  let loads = 0;
  const counted = room.through((port) =>
    port === room.chatSettings
      ? intercept(port, (_, call) => {
          loads += 1;
          return call();
        })
      : port,
  );
  const connect = (connectionId: string) =>
    counted.connectParticipant({ ...chatKey, participantId: 'customer', connectionId }, 'welcome');
  for (const connectionId of ['a', 'b', 'c']) await connect(connectionId);
  room.time.at += seconds(60) - 1;
  await connect('d');
  expect(loads).toBe(1);
  room.time.at += 1;
  await connect('e');
  expect(loads).toBe(2);
});

test('an instance that has chosen nothing has notices in English, and chats that end five minutes after their customer has gone', () => {
  expect(defaultChatSettings).toEqual({
    language: 'en',
    texts: {},
    customerGoneMinutes: 5,
    afterAgentSignOut: 'disconnectFlow',
  });
});

test('the languages are BCP 47 tags in their usual form, and what is the default can also be chosen', () => {
  expect(Intl.getCanonicalLocales([...languages])).toEqual(languages);
  expect(languages).toContain(defaultChatSettings.language);
  expect(afterSignOut).toContain(defaultChatSettings.afterAgentSignOut);
});

test('an instance has the default settings until it chooses its own, and whoever asks for them gets those of now', async () => {
  const room = await aChatRoom();
  const own = { ...defaultChatSettings, language: 'de' } as const;
  expect(await room.getChatSettings(instanceId)).toBe(defaultChatSettings);
  await room.putChatSettings(instanceId, own);
  expect(await room.getChatSettings(instanceId)).toEqual(own);
  expect(await room.getChatSettings('another')).toBe(defaultChatSettings);
  expect(await room.settingsOf(instanceId)).toBe(defaultChatSettings);
  room.time.at += seconds(60);
  expect(await room.settingsOf(instanceId)).toEqual(own);
});
