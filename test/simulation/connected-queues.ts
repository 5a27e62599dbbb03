import type { LogoutMessage } from '#core/forced-logouts/ports.ts';
import type { Instant } from '#core/instant.ts';
import type { WakeUp } from '#core/wake-ups/ports.ts';
import type { UseCases } from '#test/support/contact-centre.ts';
import { AtLeastOnceQueue } from './at-least-once-queue.ts';
import type { Invocation } from './invocation.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

interface Setting {
  readonly time: VirtualTime;
  readonly random: Random;
  /** Does the work of a message, in an invocation of its own. */
  readonly invoke: (work: (useCases: UseCases) => Promise<void>) => Promise<void>;
}

/** The queues of logout jobs and of wake-ups: each message is worked by an invocation, which may send further ones. */
export function makeConnectedQueues({ time, random, invoke }: Setting) {
  const jobQueue = new AtLeastOnceQueue<LogoutMessage>({
    time,
    random,
    consume: (message, delivery) => invoke(({ workLogout }) => workLogout(message, delivery)),
  });
  const wakeUpQueue = new AtLeastOnceQueue<WakeUp>({
    time,
    random,
    consume: (wakeUp) => invoke(({ wake }) => wake(wakeUp)),
  });
  const wakeUps = { set: async (wakeUp: WakeUp) => wakeUpQueue.deliverAt(wakeUp.at, wakeUp) };

  return {
    jobQueue,
    wakeUpQueue,
    /** The queues as an invocation calls them. */
    connectedTo(invocation: Invocation) {
      const queue = invocation.connect(jobQueue);
      return {
        wakeUps: invocation.connect(wakeUps),
        // One call for each message, so that a process can be killed when only some of them are accepted.
        queue: {
          async send(messages: readonly LogoutMessage[], notBefore?: Instant) {
            for (const message of messages) await queue.send([message], notBefore);
          },
        },
      };
    },
  };
}
