import { makeUntil } from '#adapters/sqs/wake-ups.ts';
import { lookedAt } from '#backends';
import { makeWakeUpUseCases } from '#core/wake-ups/use-cases.ts';
import { agentImports } from './agent-imports.ts';
import { agentReconciliations } from './agent-reconciliations.ts';
import { agents } from './agents.ts';
import { chats } from './chats.ts';
import { clock } from './clock.ts';
import { forcedLogouts } from './forced-logouts.ts';
import { logoutSchedules } from './logout-schedules.ts';
import { buckets, wakeUpQueue } from './messaging.ts';

export const wakeUps = makeWakeUpUseCases(
  { buckets, queue: wakeUpQueue, clock, until: makeUntil({ clock }) },
  {
    agent: agents.wakeAgent,
    job: forcedLogouts.wakeJob,
    chat: chats.wakeChat,
    schedule: logoutSchedules.wakeSchedule,
  },
  {
    instances: lookedAt,
    look: (instanceId) => agentReconciliations.lookAtEverybody({ instanceId }),
    importAgents: (instanceId) => agentImports.wakeImport({ instanceId }),
  },
);
