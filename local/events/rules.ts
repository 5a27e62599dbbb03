import { type FunctionDefinition, findFunction } from '../lambda/functions.ts';
import type { Declarations } from '../resources/declared.ts';
import { ruleType } from '../resources/event-bus.ts';
import { logGroupType } from '../resources/log-group.ts';
import type { Queue } from '../sqs/queues.ts';
import { compilePattern, type EventPredicate } from './event-pattern.ts';
import { scheduleMinutes } from './schedule.ts';

/** Where a rule sends what it matched. */
export type RuleTarget =
  | { readonly type: 'function'; readonly functionName: string }
  | { readonly type: 'queue'; readonly queueUrl: string }
  | { readonly type: 'logGroup'; readonly logGroupName: string };

/** An enabled rule of a bus. */
export interface BusRule {
  readonly arn: string;
  readonly busName: string;
  readonly matches?: EventPredicate;
  readonly everyMinutes?: number;
  readonly targets: readonly RuleTarget[];
}

/** Reads the enabled rules with their patterns, schedules and targets. */
export function readRules(
  declared: Declarations,
  queues: readonly Queue[],
  functions: readonly FunctionDefinition[],
): BusRule[] {
  const logGroups = declared(logGroupType);
  const target = (arn: string): RuleTarget | undefined => {
    const called = findFunction(functions, arn);
    if (called !== undefined) return { type: 'function', functionName: called.name };
    const queue = queues.find((candidate) => candidate.arn === arn);
    if (queue !== undefined) return { type: 'queue', queueUrl: queue.ref };
    // A rule names a log group with or without the `:*` that ends the ARN of one.
    const logGroup = logGroups.find((candidate) => candidate.arn.replace(/:\*$/, '') === arn.replace(/:\*$/, ''));
    return logGroup && { type: 'logGroup', logGroupName: logGroup.name };
  };

  return declared(ruleType).flatMap(({ arn, properties, fault }) => {
    const { EventPattern: pattern, ScheduleExpression: schedule } = properties;
    const read = <T>(property: string, deed: () => T): T => {
      try {
        return deed();
      } catch (error) {
        throw fault(
          property,
          `is not supported by the local run: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    };
    const targets = properties.Targets.map(({ Arn }) => {
      const found = target(Arn);
      if (found === undefined)
        throw fault('Targets', `must be functions, queues or log groups of this app, got ${Arn}`);
      return found;
    });
    const rule = {
      arn,
      busName: properties.EventBusName,
      targets,
      ...(pattern === undefined ? {} : { matches: read('EventPattern', () => compilePattern(pattern)) }),
      ...(schedule === undefined ? {} : { everyMinutes: read('ScheduleExpression', () => scheduleMinutes(schedule)) }),
    };
    return properties.State === 'ENABLED' ? rule : [];
  });
}
