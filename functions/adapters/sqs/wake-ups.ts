import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod/mini';
import { type Instant, toIso } from '#core/instant.ts';
import type { Clock } from '#core/ports.ts';
import type { WakeUp, WakeUpQueue, WakeUps } from '#core/wake-ups/ports.ts';
import { makeBatchDelivery, makeGathering } from '../batch-delivery.ts';
import { wakeUpOfAnyKind, wakeUp as wakeUpShape } from '../codec/fields.ts';
import { makeSendMessages, type SqsQueue, sqsLimits } from './queue.ts';

const anyWakeUp = z.union([wakeUpShape, wakeUpOfAnyKind]);

/** A wake-up as the text of a message. The message's delay brings it; the instant in it is checked when it arrives. */
export const wakeUpBody = (wakeUp: WakeUp): string => JSON.stringify(anyWakeUp.parse(wakeUp));

/** @throws ZodError or SyntaxError when the text is not a wake-up. */
export const parseWakeUp = (body: string): WakeUp => wakeUpShape.parse(JSON.parse(body));

/** The longest delay of an SQS message. */
const longestDelaySeconds = 900;

interface Options {
  readonly clock: Clock;
}

/**
 * Sends wake-ups as delayed SQS messages, up to 15 minutes ahead.
 * Wake-ups that are sent at the same time share requests of ten.
 */
export function makeSqsWakeUpQueue(queue: SqsQueue, { clock }: Options): WakeUpQueue {
  const send = makeGathering(makeBatchDelivery({ limits: sqsLimits, send: makeSendMessages(queue) }), 'wake-ups');

  /**
   * To the nearest second, so that a message arrives half a second early at most, and then waits in the function, or half
   * a second late. Rounded up it would be up to a second late. Rounded down it would wait for up to a second, and a function
   * that waits is billed: a quarter of a second costs as much as the rest of a wake-up. Those of agents are rounded up all the
   * same: a lease of a minute or more may end a second later, and of all wake-ups they are by far the most.
   */
  const secondsTo = ({ kind, at }: WakeUp) => {
    const ahead = Math.max(0, at - clock.now()) / 1000;
    return kind === 'agent' ? Math.ceil(ahead) : Math.round(ahead);
  };

  return {
    async send(wakeUps) {
      const far = wakeUps.find((wakeUp) => secondsTo(wakeUp) > longestDelaySeconds);
      if (far) {
        throw new RangeError(
          `Near wake-ups only: an SQS message waits at most ${longestDelaySeconds} s, and ${toIso(far.at)} is ${secondsTo(far)} s ahead`,
        );
      }
      await send(
        wakeUps.map((wakeUp) => ({
          body: wakeUpBody(wakeUp),
          // Read when the message is sent: in a large sweep, or after a refusal, that is some time later.
          get delaySeconds() {
            return secondsTo(wakeUp);
          },
        })),
      );
    },
  };
}

/** Wake-ups for callers who set near ones only: all of them go to the queue at once. */
export function makeSqsWakeUps(queue: SqsQueue, options: Options): WakeUps {
  const { send } = makeSqsWakeUpQueue(queue, options);
  return { set: (wakeUp) => send([wakeUp]) };
}

/** A wait looks at the clock again after this time, because the clock of a local run may be faster than the machine's. */
const glanceMilliseconds = 10;

/** Waits until the clock shows an instant. A timer alone is not enough, because it may fire a millisecond early. */
export const makeUntil =
  ({ clock, pause = wait }: Options & { readonly pause?: (milliseconds: number) => Promise<unknown> }) =>
  async (instant: Instant): Promise<void> => {
    for (let rest = instant - clock.now(); rest > 0; rest = instant - clock.now()) {
      await pause(Math.min(rest, glanceMilliseconds));
    }
  };
