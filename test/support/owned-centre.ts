import type { LogoutOrder, Timing } from '#core/agents/logout-order.ts';
import { anAgent, ann, someDay } from './agents.ts';
import { makeUseCases, memoryPorts } from './contact-centre.ts';
import { makeOwningBackend } from './owning-backend.ts';

const onlyAnn = { agentIds: ['ann'], teamIds: [], ipRanges: [] };

/** A centre whose agents a backend owns. Time passes with its pauses, and its wake-ups fire when the test advances it. */
export async function anOwnedCentre({
  lag = 0,
  teamIds = [],
}: {
  readonly lag?: number;
  readonly teamIds?: readonly string[];
} = {}) {
  const time = { at: someDay };
  const clock = { now: () => time.at };
  const owner = makeOwningBackend({ clock, lag });
  const ports = await memoryPorts([anAgent({ ...ann, teamIds })], clock);
  const pauses = {
    chance: () => 0,
    wait: async (milliseconds: number) => {
      time.at += milliseconds;
    },
  };
  const useCases = makeUseCases({ ...ports, pauses, backends: () => owner.backend });
  return {
    ...ports,
    ...useCases,
    ...owner,
    time,
    async logOut(timing: Timing = 'afterContact', order: LogoutOrder = { requestedBy: 'supervisor' }) {
      const outcome = await useCases.forceLogouts('demo', onlyAnn, { timing, order });
      if (outcome.type !== 'done') throw new Error('It became a job');
      return outcome.rows[0];
    },
    facts: () => ports.bus.published().map(({ fact }) => fact.type),
    /** Lets time pass, and fires the wake-ups that come due. */
    async advance(milliseconds: number) {
      const end = time.at + milliseconds;
      for (;;) {
        const next = Math.min(...ports.wakeUps.pending().map(({ at }) => at));
        if (next > end) break;
        time.at = Math.max(time.at, next);
        for (const wakeUp of ports.wakeUps.wake(time.at)) await useCases.wake(wakeUp);
      }
      time.at = Math.max(time.at, end);
    },
  };
}
