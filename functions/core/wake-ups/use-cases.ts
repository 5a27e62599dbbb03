import type { Instant } from '../instant.ts';
import type { Clock } from '../ports.ts';
import type { WakeUp, WakeUpBuckets, WakeUpQueue, WakeUpTarget } from './ports.ts';
import { makeWakeOnTime, makeWakeUps } from './schedule.ts';
import { makeSweep } from './sweep.ts';

export interface WakeUpPorts {
  readonly buckets: WakeUpBuckets;
  readonly queue: WakeUpQueue;
  readonly clock: Clock;
  /** Returns when the clock shows the instant or a later one. */
  readonly until: (instant: Instant) => Promise<void>;
}

/** What looks at an aggregate of each kind when its wake-up fires. */
export type WakeTargets = {
  readonly [Kind in WakeUpTarget['kind']]: (key: Extract<WakeUpTarget, { kind: Kind }>) => Promise<void>;
};

export type WakeUpUseCases = ReturnType<typeof makeWakeUpUseCases>;

/** What happens to wake-ups that are set: they are sent to the queue, and fire at their instant. */
export function makeWakeUpUseCases(ports: WakeUpPorts, targets: WakeTargets) {
  const fire = (wakeUp: WakeUp): Promise<void> => {
    switch (wakeUp.kind) {
      case 'agent':
        return targets.agent(wakeUp);
      case 'job':
        return targets.job(wakeUp);
      case 'chat':
        return targets.chat(wakeUp);
    }
  };

  return {
    /** Fires a wake-up that the queue has delivered, at its instant. */
    wake: makeWakeOnTime({ ...ports, wake: fire, wakeUps: makeWakeUps(ports) }),

    /** Sends the wake-ups of the next minutes from the buckets to the queue. @returns how many */
    sweep: makeSweep(ports),
  };
}
