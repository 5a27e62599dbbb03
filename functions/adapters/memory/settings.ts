import type { AgentSettings } from '#core/agents/lease.ts';
import type { AgentSettingsStore, TeamRulesStore } from '#core/agents/ports.ts';
import { hasRules, type TeamRules } from '#core/agents/rules/team-rules.ts';
import type { ChatSettings } from '#core/chats/chat-settings.ts';
import type { ChatSettingsStore } from '#core/chats/ports.ts';
import type { SecurityProfile, SecurityProfiles } from '#core/session-rights/security-profile.ts';

/** Keeps agent settings in memory. */
export const makeMemoryAgentSettings = (): AgentSettingsStore => makeSettings<AgentSettings>();

/** Keeps chat settings in memory. */
export const makeMemoryChatSettings = (): ChatSettingsStore => makeSettings<ChatSettings>();

function makeSettings<Settings>() {
  const kept = new Map<string, Settings>();
  return {
    async load(instanceId: string): Promise<Settings | undefined> {
      return kept.get(instanceId);
    },
    async save(instanceId: string, settings: Settings): Promise<void> {
      kept.set(instanceId, settings);
    },
  };
}

/** Keeps the rules of teams in memory. */
export function makeMemoryTeamRules(): TeamRulesStore {
  const kept = new Map<string, Map<string, TeamRules>>();
  const ofInstance = (instanceId: string) => kept.get(instanceId) ?? new Map<string, TeamRules>();
  return {
    async load(instanceId) {
      return [...ofInstance(instanceId).values()];
    },
    async find(instanceId, teamId) {
      return ofInstance(instanceId).get(teamId);
    },
    async save(instanceId, rules) {
      const teams = ofInstance(instanceId);
      if (hasRules(rules)) teams.set(rules.teamId, rules);
      else teams.delete(rules.teamId);
      kept.set(instanceId, teams);
    },
  };
}

/** Keeps security profiles in memory. */
export function makeMemorySecurityProfiles(): SecurityProfiles {
  const kept = new Map<string, SecurityProfile>();
  return {
    async find(instanceId, profileId) {
      return kept.get(`${instanceId}#${profileId}`);
    },
    async put(profile) {
      kept.set(`${profile.instanceId}#${profile.profileId}`, profile);
    },
  };
}
