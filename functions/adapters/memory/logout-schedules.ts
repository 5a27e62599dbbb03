import * as z from 'zod/mini';
import type { ScheduleEvent } from '#core/logout-schedules/events.ts';
import type { LogoutSchedule, ScheduleKey } from '#core/logout-schedules/logout-schedule.ts';
import type { ListedSchedule, LogoutScheduleStore } from '#core/logout-schedules/ports.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { type MemoryAggregateStore, makeMemoryAggregateStore } from './change.ts';

const placeShape = z.string().check(z.minLength(1), z.maxLength(64));

/** Keeps schedules in memory. */
export function makeMemoryLogoutScheduleStore(): LogoutScheduleStore &
  MemoryAggregateStore<ScheduleKey, LogoutSchedule, ScheduleEvent> {
  const store = makeMemoryAggregateStore<ScheduleKey, LogoutSchedule, ScheduleEvent>(
    ({ instanceId, scheduleId }) => `${instanceId}#${scheduleId}`,
  );
  const keptOf = (instanceId: string) =>
    store
      .all()
      .flatMap(({ state: { content, ...key } }): ListedSchedule[] =>
        content.type === 'kept' && key.instanceId === instanceId ? [{ ...key, content }] : [],
      )
      .sort((one, other) => (one.scheduleId < other.scheduleId ? -1 : 1));
  return {
    ...store,

    async list(instanceId, { limit, cursor }, isShown) {
      const list = `${instanceId}#schedules`;
      const after = cursor === undefined ? '' : decodeCursor(list, placeShape, cursor);
      const rest = keptOf(instanceId).filter((schedule) => schedule.scheduleId > after && isShown(schedule));
      const schedules = rest.slice(0, limit);
      const last = rest.length > limit ? schedules.at(-1) : undefined;
      return { schedules, ...(last && { cursor: encodeCursor(list, last.scheduleId) }) };
    },

    count: async (instanceId) => keptOf(instanceId).length,
  };
}
