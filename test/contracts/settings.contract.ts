import { expect, test } from '@jest/globals';
import type { AgentSettingsStore } from '#core/agents/ports.ts';
import { type ChatSettings, defaultChatSettings } from '#core/chats/chat-settings.ts';
import type { ChatSettingsStore } from '#core/chats/ports.ts';
import type { SecurityProfile, SecurityProfiles } from '#core/session-rights/security-profile.ts';

/** What every AgentSettingsStore promises. */
export function agentSettingsContract(open: () => Promise<AgentSettingsStore>) {
  test('finds nothing for an instance that has chosen nothing', async () => {
    expect(await (await open()).load('demo')).toBeUndefined();
  });

  test('loads settings as they were saved, for each instance its own', async () => {
    const store = await open();
    await store.save('demo', { contactGraceSeconds: 30 });
    await store.save('other', { contactGraceSeconds: 'off' });
    expect(await store.load('demo')).toEqual({ contactGraceSeconds: 30 });
    expect(await store.load('other')).toEqual({ contactGraceSeconds: 'off' });
    await store.save('demo', { contactGraceSeconds: 0 });
    expect(await store.load('demo')).toEqual({ contactGraceSeconds: 0 });
  });
}

const settings: ChatSettings = {
  language: 'de',
  texts: {
    de: { idle: '{displayName} schweigt.', returned: 'Da!', disconnected: 'Ende.' },
    'zh-TW': { idle: '…' },
  },
  customerGoneMinutes: 30,
  afterAgentSignOut: 'queue',
};

/** What every ChatSettingsStore promises. */
export function chatSettingsContract(open: () => Promise<ChatSettingsStore>) {
  test('finds nothing for an instance that has chosen nothing', async () => {
    expect(await (await open()).load('demo')).toBeUndefined();
  });

  test('loads settings as they were saved', async () => {
    const store = await open();
    await store.save('demo', settings);
    await store.save('other', { ...defaultChatSettings, customerGoneMinutes: 'off' });
    expect(await store.load('demo')).toEqual(settings);
    expect(await store.load('other')).toEqual({ ...defaultChatSettings, customerGoneMinutes: 'off' });
  });

  test('replaces settings as a whole', async () => {
    const store = await open();
    await store.save('demo', settings);
    await store.save('demo', defaultChatSettings);
    expect(await store.load('demo')).toEqual(defaultChatSettings);
  });
}

const aProfile = (overrides: Partial<SecurityProfile> = {}): SecurityProfile => ({
  instanceId: 'demo',
  profileId: 'supervisor',
  endSessions: { of: 'everybody' },
  ...overrides,
});

/** What every SecurityProfiles promises. */
export function securityProfilesContract(open: () => Promise<SecurityProfiles>) {
  test('finds a profile as it was put, in its own instance only', async () => {
    const profiles = await open();
    const ofTeams = aProfile({ instanceId: 'other', endSessions: { of: 'teams', teamIds: ['billing', 'sales'] } });
    const ofNobody = aProfile({ profileId: 'agent', endSessions: { of: 'teams', teamIds: [] } });
    for (const profile of [aProfile(), ofTeams, ofNobody]) await profiles.put(profile);
    expect(await profiles.find('demo', 'supervisor')).toEqual(aProfile());
    expect(await profiles.find('other', 'supervisor')).toEqual(ofTeams);
    expect(await profiles.find('demo', 'agent')).toEqual(ofNobody);
    expect(await profiles.find('other', 'agent')).toBeUndefined();
  });

  test('replaces a profile as a whole', async () => {
    const profiles = await open();
    await profiles.put(aProfile({ endSessions: { of: 'teams', teamIds: ['billing'] } }));
    await profiles.put(aProfile());
    expect(await profiles.find('demo', 'supervisor')).toEqual(aProfile());
  });
}
