import { randomUUID } from 'node:crypto';
import { accountId, region } from '../account.ts';
import { realMillis, type VirtualTime, virtualAt } from '../virtual-time.ts';
import type { BusRule, RuleTarget } from './rules.ts';

/** An event in EventBridge's envelope. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** The parts of an event that its sender provides. */
interface SentEvent {
  readonly detailType: string;
  readonly source: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
  readonly instant: number;
}

/** Delivers an event to a target. It returns at once. */
export type Deliver = (target: RuleTarget, event: BusEvent) => void;

/** The buses of an app and their rules. */
export interface BusSettings {
  readonly names: readonly string[];
  readonly rules: readonly BusRule[];
  readonly deliver: Deliver;
  /** Receives every event that is sent, whatever the rules. @default nobody does */
  readonly onEvent?: ((event: BusEvent) => void) | undefined;
}

/** The event buses of the app. */
export interface EventBuses {
  /** The name of the bus with a name or an ARN. Undefined if there is no such bus. */
  find(nameOrArn: string): string | undefined;
  /** Sends an event to the targets of every matching rule and returns its id. */
  send(busName: string, event: SentEvent): string;
}

export function openBuses({ names, rules, deliver, onEvent }: BusSettings): EventBuses {
  return {
    find: (nameOrArn) => names.find((name) => name === nameOrArn || nameOrArn.endsWith(`:event-bus/${name}`)),
    send(busName, sent) {
      const event = busEvent(sent);
      for (const rule of rules) {
        if (rule.busName === busName && rule.matches?.(event))
          for (const target of rule.targets) deliver(target, event);
      }
      onEvent?.(event);
      return event.id;
    },
  };
}

/** The scheduled rules of an app, and the clock they run by. */
export interface ScheduleSettings {
  readonly rules: readonly BusRule[];
  readonly time: VirtualTime;
  readonly deliver: Deliver;
}

/** Fires the scheduled rules at their rate in virtual time. Returns a function that stops them. */
export function startSchedules({ rules, time, deliver }: ScheduleSettings): () => void {
  const timers = rules.flatMap((rule) => {
    if (rule.everyMinutes === undefined) return [];
    const fire = () => {
      const event = busEvent({
        detailType: 'Scheduled Event',
        source: 'aws.events',
        resources: [rule.arn],
        detail: {},
        instant: virtualAt(time, Date.now()),
      });
      for (const target of rule.targets) deliver(target, event);
    };
    return setInterval(fire, realMillis(time, rule.everyMinutes * 60_000));
  });
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}

function busEvent({ detailType, source, resources, detail, instant }: SentEvent): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': detailType,
    source,
    account: accountId,
    // EventBridge writes whole seconds.
    time: new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources,
    detail,
  };
}
