import { expect, test } from '@jest/globals';
import type { AgentSettingsStore, TeamRulesStore } from '#core/agents/ports.ts';
import type { TeamRules } from '#core/agents/rules/team-rules.ts';
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

const everyRule: TeamRules = {
  teamId: 'sales',
  missedContacts: { mode: 'on', contacts: 3 },
  minutesInStatus: { mode: 'dryRun', minutes: 30, statuses: ['Break', 'Mittag'] },
  longContact: { mode: 'off', hours: 4, channels: ['VOICE'] },
};
const oneRule: TeamRules = {
  teamId: 'night',
  minutesInStatus: { mode: 'on', minutes: 5, exceptStatuses: ['Training'] },
};

/** What every TeamRulesStore promises. */
export function teamRulesContract(open: () => Promise<TeamRulesStore>) {
  test('finds nothing where nothing was saved', async () => {
    const store = await open();
    expect([await store.load('demo'), await store.find('demo', 'sales')]).toEqual([[], undefined]);
  });

  test('loads the rules of every team of an instance, and of no other', async () => {
    const store = await open();
    for (const rules of [everyRule, oneRule]) await store.save('demo', rules);
    await store.save('other', { ...oneRule, teamId: 'sales' });
    expect(new Set(await store.load('demo'))).toEqual(new Set([everyRule, oneRule]));
    expect(await store.find('demo', 'sales')).toEqual(everyRule);
    expect(await store.find('other', 'night')).toBeUndefined();
  });

  test('replaces the rules of a team as a whole, and keeps nothing of a team without any', async () => {
    const store = await open();
    await store.save('demo', everyRule);
    await store.save('demo', { ...oneRule, teamId: 'sales' });
    expect(await store.load('demo')).toEqual([{ ...oneRule, teamId: 'sales' }]);
    for (let repeat = 0; repeat < 2; repeat += 1) await store.save('demo', { teamId: 'sales' });
    expect([await store.load('demo'), await store.find('demo', 'sales')]).toEqual([[], undefined]);
  });
}
