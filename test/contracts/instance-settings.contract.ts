import { expect, test } from '@jest/globals';
import { defaultSettings, type InstanceSettings } from '#core/chats/instance-settings.ts';
import type { InstanceSettingsStore } from '#core/chats/ports.ts';

const settings: InstanceSettings = {
  language: 'de',
  texts: {
    de: { idle: '{displayName} schweigt.', returned: 'Da!', disconnected: 'Ende.' },
    'zh-TW': { idle: '…' },
  },
  customerGoneMinutes: 30,
};

/** What every InstanceSettingsStore promises. */
export function instanceSettingsContract(open: () => Promise<InstanceSettingsStore>) {
  test('knows nothing of an instance that has chosen nothing', async () => {
    expect(await (await open()).load('demo')).toBeUndefined();
  });

  test('loads settings as they were saved', async () => {
    const store = await open();
    await store.save('demo', settings);
    await store.save('other', { ...defaultSettings, customerGoneMinutes: 'off' });
    expect(await store.load('demo')).toEqual(settings);
    expect(await store.load('other')).toEqual({ ...defaultSettings, customerGoneMinutes: 'off' });
  });

  test('replaces settings as a whole', async () => {
    const store = await open();
    await store.save('demo', settings);
    await store.save('demo', defaultSettings);
    expect(await store.load('demo')).toEqual(defaultSettings);
  });
}
