import type { InstanceSettings } from '#core/chats/instance-settings.ts';
import type { InstanceSettingsStore } from '#core/chats/ports.ts';

/** Keeps the settings of instances in memory. */
export function makeMemoryInstanceSettings(): InstanceSettingsStore {
  const kept = new Map<string, InstanceSettings>();
  return {
    async load(instanceId) {
      return kept.get(instanceId);
    },
    async save(instanceId, settings) {
      kept.set(instanceId, settings);
    },
  };
}
