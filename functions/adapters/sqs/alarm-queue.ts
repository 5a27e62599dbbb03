import type { Alarm, AlarmQueue } from '#core/alarms/ports.ts';
import { toIso } from '#core/instant.ts';
import type { Clock } from '#core/ports.ts';
import { makeBatchDelivery } from '../batch-delivery.ts';
import { makeGathering } from '../gathering.ts';
import { alarmBody } from './alarm-message.ts';
import { makeSendMessages, type SqsQueue, sqsLimits } from './send-batch.ts';

/** An SQS message waits no longer than this. */
const longestDelaySeconds = 900;

/**
 * Sends alarms as delayed SQS messages, up to 15 minutes ahead.
 * Alarms sent at the same time share requests of ten.
 */
export function makeSqsAlarmQueue({ clock, ...queue }: SqsQueue & { readonly clock: Clock }): AlarmQueue {
  const send = makeGathering(makeBatchDelivery({ limits: sqsLimits, send: makeSendMessages(queue) }), 'alarms');

  /**
   * To the nearest second, so that the message comes up to half a second early, and then waits where it rings, or as
   * much late. Rounded up it would come a second late and more; rounded down, it would wait for a second, and waiting
   * is paid for: a quarter of a second costs as much as the rest of a ring.
   */
  const secondsTo = ({ at }: Alarm) => Math.max(0, Math.round((at - clock.now()) / 1000));

  return {
    async send(alarms) {
      const far = alarms.find((alarm) => secondsTo(alarm) > longestDelaySeconds);
      if (far) {
        throw new RangeError(
          `Near alarms only: an SQS message waits at most ${longestDelaySeconds} s, and ${toIso(far.at)} is ${secondsTo(far)} s ahead`,
        );
      }
      await send(
        alarms.map((alarm) => ({
          body: alarmBody(alarm),
          // Asked for when the message leaves: of a large sweep, or once refused, that is a while later.
          get delaySeconds() {
            return secondsTo(alarm);
          },
        })),
      );
    },
  };
}
