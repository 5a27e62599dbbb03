import { type Instant, minutes, seconds } from '../instant.ts';
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
  readonly [Kind in Exclude<WakeUpTarget['kind'], 'instance' | 'import'>]: (
    key: Extract<WakeUpTarget, { kind: Kind }>,
  ) => Promise<void>;
};

/** Instances that are looked at regularly, because a backend owns their agents. */
export interface RegularLooks {
  readonly instances: readonly { readonly instanceId: string; readonly everySeconds: number }[];
  readonly look: (instanceId: string) => Promise<void>;
  /** Imports their agents, if it is time to, or goes on with it. */
  readonly importAgents: (instanceId: string) => Promise<void>;
}

const nowhere: RegularLooks = { instances: [], look: async () => {}, importAgents: async () => {} };

/** How often it is looked whether it is time to import the agents of an instance. */
const minutesBetweenImportLooks = 5;

/** Whether an instance is looked at less than once in a minute. */
export const isSeldom = ({ everySeconds }: { readonly everySeconds: number }): boolean => everySeconds > 60;

/** How often an instance is looked at in a minute: several times, or once in so many minutes. */
function looksOf(minute: number, everySeconds: number): number {
  if (!isSeldom({ everySeconds })) return Math.floor(60 / everySeconds);
  return minute % Math.round(everySeconds / 60) === 0 ? 1 : 0;
}

/** The wake-ups of the minute that begins now. One that is late is followed by the next all the same. */
function regularWakeUps({ instances }: RegularLooks, now: Instant): readonly WakeUp[] {
  const minute = Math.floor(now / minutes(1));
  const isImportLook = minute % minutesBetweenImportLooks === 0;
  return instances.flatMap(({ instanceId, everySeconds }): WakeUp[] => [
    ...Array.from({ length: looksOf(minute, everySeconds) }, (_, n) => ({
      kind: 'instance' as const,
      instanceId,
      at: now + seconds(n * everySeconds),
    })),
    ...(isImportLook ? [{ kind: 'import' as const, instanceId, at: now }] : []),
  ]);
}

export type WakeUpUseCases = ReturnType<typeof makeWakeUpUseCases>;

/** What happens to wake-ups that are set: they are sent to the queue, and fire at their instant. */
export function makeWakeUpUseCases(ports: WakeUpPorts, targets: WakeTargets, regular: RegularLooks = nowhere) {
  const sweep = makeSweep(ports);
  const fire = (wakeUp: WakeUp): Promise<void> => {
    switch (wakeUp.kind) {
      case 'agent':
        return targets.agent(wakeUp);
      case 'job':
        return targets.job(wakeUp);
      case 'chat':
        return targets.chat(wakeUp);
      case 'schedule':
        return targets.schedule(wakeUp);
      case 'instance':
        return regular.look(wakeUp.instanceId);
      case 'import':
        return regular.importAgents(wakeUp.instanceId);
    }
  };

  return {
    /** Fires a wake-up that the queue has delivered, at its instant. */
    wake: makeWakeOnTime({ ...ports, wake: fire, wakeUps: makeWakeUps(ports) }),

    /** Sends the wake-ups of the next minutes from the buckets to the queue, and those of instances. @returns how many */
    async sweep(): Promise<number> {
      const looks = regularWakeUps(regular, ports.clock.now());
      if (looks.length > 0) await ports.queue.send(looks);
      return looks.length + (await sweep());
    },
  };
}
