import { makeUntil } from '#adapters/until.ts';
import { makeRingOnTime } from '#core/alarms/on-time.ts';
import type { Alarm } from '#core/alarms/ports.ts';
import { makeRingChat } from '#core/chats/ring-chat.ts';
import { makeWakeJob } from '#core/sessions/start-job.ts';
import { makeWakeAgent } from '#core/sessions/wake-agent.ts';
import { alarmClock } from './alarm-clock.ts';
import { clock } from './clock.ts';
import { commitAgent } from './commit-agent.ts';
import { commitChat } from './commit-chat.ts';
import { commitJob } from './commit-job.ts';
import { logoutQueue } from './logout-work.ts';

const wakeAgent = makeWakeAgent({ commitAgent });
const wakeJob = makeWakeJob({ commitJob, queue: logoutQueue });
const ringChat = makeRingChat({ commitChat });

/** Asks whatever the alarm is about what is due, when it is due. */
export const ring = makeRingOnTime({ ring: wake, alarms: alarmClock, clock, until: makeUntil({ clock }) });

function wake(alarm: Alarm): Promise<void> {
  switch (alarm.kind) {
    case 'agent':
      return wakeAgent(alarm);
    case 'job':
      return wakeJob(alarm);
    case 'chat':
      return ringChat(alarm);
  }
}
