import type { Alarm, Alarms } from '#core/alarms/ports.ts';
import type { Instant } from '#core/instant.ts';

/** Alarms that ring when somebody asks for them. */
export interface MemoryAlarms extends Alarms {
  /** Those due by `now`, earliest first; each is handed out once. */
  ring(now: Instant): readonly Alarm[];
  /** Those that have not rung, in the order they were set. */
  pending(): readonly Alarm[];
}

/** Holds alarms in memory. */
export function makeMemoryAlarms(): MemoryAlarms {
  let alarms: readonly Alarm[] = [];
  return {
    async set(alarm) {
      alarms = [...alarms, alarm];
    },
    ring(now) {
      const due = alarms.filter(({ at }) => at <= now);
      alarms = alarms.filter(({ at }) => at > now);
      return due.sort((a, b) => a.at - b.at);
    },
    pending: () => alarms,
  };
}
