import { type FunctionDefinition, findFunction } from '../lambda/functions.ts';
import type { Declarations } from '../resources/declared.ts';
import { logGroupType, ruleType } from '../resources/events.ts';
import type { Queue } from '../sqs/queues-and-topics.ts';
import { messageOf } from '../start-error.ts';
import { compilePattern } from './event-pattern.ts';
import type { EventPredicate } from './matchers.ts';

/** Where a rule sends the events it matches. */
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
  const findTarget = (arn: string): RuleTarget | undefined => {
    const target = findFunction(functions, arn);
    if (target !== undefined) return { type: 'function', functionName: target.name };
    const queue = queues.find((candidate) => candidate.arn === arn);
    if (queue !== undefined) return { type: 'queue', queueUrl: queue.ref };
    // A rule names a log group with or without the `:*` at the end of its ARN.
    const logGroup = logGroups.find((candidate) => candidate.arn.replace(/:\*$/, '') === arn.replace(/:\*$/, ''));
    return logGroup && { type: 'logGroup', logGroupName: logGroup.name };
  };

  return declared(ruleType).flatMap(({ arn, properties, propertyError }) => {
    const { EventPattern: pattern, ScheduleExpression: schedule } = properties;
    const read = <T>(property: string, parse: () => T): T => {
      try {
        return parse();
      } catch (error) {
        throw propertyError(property, `is not supported by the local run: ${messageOf(error)}`);
      }
    };
    const targets = properties.Targets.map(({ Arn }) => {
      const target = findTarget(Arn);
      if (target === undefined)
        throw propertyError('Targets', `must be functions, queues or log groups of this app, got ${Arn}`);
      return target;
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

const minutesOf: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 };

/**
 * The interval of a `rate(…)` expression in minutes.
 *
 * @throws Error for any other expression
 */
function scheduleMinutes(expression: string): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const minutes = Number(count) * (minutesOf[unit ?? ''] ?? Number.NaN);
  if (!(minutes > 0))
    throw new Error(`a schedule must be rate(n minutes), rate(n hours) or rate(n days), got ${expression}`);
  return minutes;
}
