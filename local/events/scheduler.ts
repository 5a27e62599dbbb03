import { randomUUID } from 'node:crypto';
import { realMillis, type VirtualTime, virtualAt } from '../clock/virtual-time.ts';
import type { BusEvent } from './event-bus.ts';
import type { BusRule, RuleTarget } from './rules.ts';

/** Where scheduled rules run. */
export interface ScheduleSettings {
  readonly rules: readonly BusRule[];
  readonly time: VirtualTime;
  readonly account: string;
  readonly region: string;
  readonly deliver: (target: RuleTarget, event: BusEvent) => void;
}

/** Fires the scheduled rules at their rate on the system's clock; the answer stops them. */
export function startSchedules({ rules, time, account, region, deliver }: ScheduleSettings): () => void {
  const timers = rules.flatMap((rule) => {
    if (rule.everyMinutes === undefined) return [];
    const fire = () => {
      const event: BusEvent = {
        version: '0',
        id: randomUUID(),
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        account,
        time: new Date(virtualAt(time, Date.now())).toISOString().replace(/\.\d+Z$/, 'Z'),
        region,
        resources: [rule.arn],
        detail: {},
      };
      for (const target of rule.targets) deliver(target, event);
    };
    return setInterval(fire, realMillis(time, rule.everyMinutes * 60_000));
  });
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}
