import { randomUUID } from 'node:crypto';
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

/** What of an event its sender decides. */
interface SentEvent {
  readonly busName: string;
  readonly detailType: string;
  readonly source: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
  readonly instant: number;
}

/** What the buses need of the rest of the local run. */
export interface BusSettings {
  readonly names: readonly string[];
  readonly rules: readonly BusRule[];
  readonly account: string;
  readonly region: string;
  readonly deliver: (target: RuleTarget, event: BusEvent) => void;
}

/** The event buses of the app. */
export interface EventBuses {
  /** The name of the bus that a name or an ARN means, if there is one. */
  find(nameOrArn: string): string | undefined;
  /** Sends an event to the targets of every rule that matches it, and answers its id. */
  send(event: SentEvent): string;
}

/** Opens the buses: an event is handed to its targets at once, and they take their time. */
export function openBuses({ names, rules, account, region, deliver }: BusSettings): EventBuses {
  return {
    find: (nameOrArn) => names.find((name) => name === nameOrArn || nameOrArn.endsWith(`:event-bus/${name}`)),
    send(sent) {
      const event: BusEvent = {
        version: '0',
        id: randomUUID(),
        'detail-type': sent.detailType,
        source: sent.source,
        account,
        // EventBridge writes whole seconds.
        time: new Date(sent.instant).toISOString().replace(/\.\d+Z$/, 'Z'),
        region,
        resources: sent.resources,
        detail: sent.detail,
      };
      for (const rule of rules) {
        if (rule.busName === sent.busName && rule.matches?.(event))
          for (const target of rule.targets) deliver(target, event);
      }
      return event.id;
    },
  };
}
