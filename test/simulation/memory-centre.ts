import { makeMemoryAgentDirectory, makeMemoryAgentStore } from '#adapters/memory/agents.ts';
import { makeMemoryAlarms } from '#adapters/memory/alarms.ts';
import { makeMemoryLogoutJobs } from '#adapters/memory/logout-jobs.ts';
import { makeMemoryLogoutQueue } from '#adapters/memory/logout-queue.ts';
import { makeMemoryPublisher } from '#adapters/memory/publisher.ts';
import type { Agent } from '#core/sessions/agent.ts';
import type { SessionsEvent } from '#core/sessions/events.ts';
import { stored } from '#test/support/agents.ts';

/** A contact centre in memory, with these agents in it. Its time stands still. */
export async function memoryCentre(staff: readonly Agent[] = []) {
  const agents = makeMemoryAgentStore();
  for (const agent of staff) await agents.save(stored(agent), undefined);
  const reports: string[] = [];
  return {
    agents,
    directory: makeMemoryAgentDirectory(agents),
    ...makeMemoryLogoutJobs(),
    queue: makeMemoryLogoutQueue(),
    alarms: makeMemoryAlarms(),
    publisher: makeMemoryPublisher<SessionsEvent>(),
    clock: { now: () => 0 },
    reports,
    report: (fault: string) => {
      reports.push(fault);
    },
  };
}
