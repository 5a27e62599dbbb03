import type { AgentUseCases } from '../agents/use-cases.ts';
import { makeChange } from '../change.ts';
import { seconds } from '../instant.ts';
import type { Publisher } from '../outbox.ts';
import type { Clock, Ids, Pauses, Report } from '../ports.ts';
import type { WakeUps } from '../wake-ups/ports.ts';
import type { ReconciliationEvent } from './events.ts';
import type { ReconciliationStore } from './ports.ts';
import {
  type Asked,
  ask,
  beginMending,
  completeLook,
  type Look,
  type Reconciliation,
  type ReconciliationKey,
} from './reconciliation.ts';

export interface ReconciliationPorts {
  readonly reconciliations: ReconciliationStore;
  /**
   * Whether the agents of an instance are followed by events: then a look finds what events have missed, and says so. Otherwise
   * looks are how agents are followed, and there is always something that has changed since the last one.
   */
  readonly isFollowed: (instanceId: string) => boolean;
  readonly bus: Publisher<ReconciliationEvent>;
  readonly wakeUps: WakeUps;
  readonly clock: Clock;
  readonly pauses: Pauses;
  readonly ids: Ids;
  readonly report: Report;
}

/** A look that fires before the request for it is saved would not answer it, and another would be set. */
const savedWithin = seconds(1);

export type ReconciliationUseCases = ReturnType<typeof makeReconciliationUseCases>;

/** Comparing the agents of instances with the backend that owns them, and saying what that has mended. */
export function makeReconciliationUseCases(
  ports: ReconciliationPorts,
  { backends, reconcile }: Pick<AgentUseCases, 'backends' | 'reconcile'>,
) {
  const { reconciliations, isFollowed, clock, ids } = ports;
  const change = makeChange<ReconciliationKey, Reconciliation, ReconciliationEvent>({
    ...ports,
    store: reconciliations,
    publisher: ports.bus,
    target: ({ instanceId }) => ({ kind: 'instance', instanceId }),
  });
  const repeated = { delivery: 'repeated' } as const;

  return {
    /**
     * Asks for a look at everybody, or joins what was asked for and is not done yet. It happens in the background.
     * @returns `undefined` for an instance whose agents Lastcall itself owns
     */
    async askForReconciliation(key: ReconciliationKey, requestedBy: string): Promise<Asked | undefined> {
      if (!backends(key.instanceId)) return undefined;
      const reconciliationId = ids.next();
      return change(key, (current, now) => {
        // Whoever joins needs no wake-up of their own: the first one comes, and so does the next regular look.
        if (current?.asked) return { state: current, events: [], outcome: current.asked };
        const asked = { reconciliationId, requestedBy, requestedAt: now };
        return { state: ask(current, key, asked), events: [], outcome: asked, wakeUpAt: now + savedWithin };
      });
    },

    /** A look at everybody: a regular one, or one that was asked for. */
    async lookAtEverybody(key: ReconciliationKey): Promise<void> {
      const before = await change(key, (state) => ({ state, events: [], outcome: state }), repeated);
      const { asked, mending: leftBehind } = before ?? {};
      if (!isFollowed(key.instanceId) && !asked && !leftBehind) return void (await reconcile(key.instanceId));
      const look: Look = {
        lookId: ids.next(),
        startedAt: clock.now(),
        ...(asked && { asked }),
        ...(leftBehind && { leftBehind }),
      };
      const done = await reconcile(key.instanceId, (now, all) =>
        change(
          key,
          (current) => ({ state: beginMending(current, key, look, { now, all }), events: [], outcome: undefined }),
          repeated,
        ),
      );
      if (!done) return;
      await change(
        key,
        (current, now) => ({ ...completeLook(current, look, done, now), outcome: undefined }),
        repeated,
      );
    },
  };
}
