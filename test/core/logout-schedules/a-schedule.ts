import { minutes } from '#core/instant.ts';
import type { ScheduleContent, StandingRequest } from '#core/logout-schedules/logout-schedule.ts';
import type { WeeklyTime } from '#core/logout-schedules/occurrence.ts';
import { weekdays } from '#core/logout-schedules/occurrence.ts';
import { anAgent, anOrder, aSession, someDay } from '#test/support/agents.ts';
import { aContactCentre } from '#test/support/contact-centre.ts';
import { aSelector, jobKey } from '#test/support/logout-jobs.ts';

export const nightly = { instanceId: 'demo', scheduleId: 'nightly' };

/** Every day at ten in the evening, UTC. */
export const tenEveryDay: WeeklyTime = { days: weekdays, minuteOfDay: 22 * 60, timeZone: 'UTC' };

/** Agent `ann`, every day at ten in the evening. */
export const aContent = ({
  request = {},
  ...overrides
}: Partial<Omit<ScheduleContent, 'request'>> & {
  readonly request?: Partial<StandingRequest>;
} = {}): ScheduleContent => ({
  request: {
    selector: aSelector({ agentIds: ['ann'] }),
    timing: 'immediate',
    order: anOrder(),
    guard: { confirmsEveryone: true },
    ...request,
  },
  when: tenEveryDay,
  enabled: true,
  ...overrides,
});

/** Ten in the evening of the day on which the centre's clock starts, half past nine in the morning. */
export const ten = someDay + minutes(12 * 60 + 30);

const staff = ['ann', 'ben', 'cleo'].map((agentId) =>
  anAgent({ agentId, teamIds: ['floor'], session: aSession({ sessionId: agentId }) }),
);

/** A centre with three agents of a team, whose clock starts at half past nine in the morning. */
export async function aCentre() {
  const centre = await aContactCentre(staff);
  return {
    ...centre,
    /** By a caller with the limits of the content. */
    put(content = aContent(), key = nightly) {
      const { callerTeamIds: teamIds } = content.request.selector.conditions ?? {};
      return centre.putSchedule(key, content, teamIds ? { teamIds } : {});
    },
    find: (caller: { readonly teamIds?: readonly string[] } = {}) => centre.getSchedule(nightly, caller),
    job: async (jobId: number) => (await centre.jobs.load({ ...jobKey, jobId }))?.state,
    told: () => centre.scheduleBus.published().map(({ fact }) => fact),
    skipped: () => centre.scheduleBus.published().filter(({ fact }) => fact.type === 'LogoutScheduleSkipped'),
    async work() {
      for (let message = centre.queue.take(); message; message = centre.queue.take())
        await centre.workLogout(message, { lastAttempt: false });
    },
  };
}
