import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { callLimits } from '#adapters/call-limits.ts';
import { answeredWithin, keptForReport } from '#runtime/time-limits.ts';
import { deployedStacks, fileOf, functionsOf } from './templates.ts';

const limits = Object.entries(answeredWithin);

/** How long a function may work: by the longest beginning of its name in the table. */
function workingTimeOf(file: string, timeout: number): number {
  if (file.startsWith('queue-')) return timeout - keptForReport;
  const [found] = limits.filter(([name]) => file.startsWith(name)).sort(([a], [b]) => b.length - a.length);
  if (found === undefined) throw new Error(`No time limit for ${file}`);
  return found[1];
}

const functions = functionsOf(deployedStacks().service).map((lambda) => {
  const timeout = 1_000 * z.number().parse(lambda.Properties.Timeout);
  return { file: fileOf(lambda), timeout, works: workingTimeOf(fileOf(lambda), timeout) };
});
const whole = (service: keyof typeof callLimits) => callLimits[service].wholeMilliseconds;

describe.each(functions)('$file', ({ file, timeout, works }) => {
  test('answers at least a second before Lambda would end it', () => {
    expect(works + 1_000).toBeLessThanOrEqual(timeout);
  });

  test('has answered when calls of DynamoDB and SQS were not, one after the other', () => {
    const calls = file.endsWith('authorize') ? whole('dynamodb') : whole('dynamodb') + whole('sqs');
    expect(calls).toBeLessThan(works);
  });
});

test('a delivery has time for a webhook and for a topic after a table that is not answered', () => {
  const { works = 0 } = functions.find(({ file }) => file === 'queue-deliver-stream') ?? {};
  expect(whole('dynamodb') + Math.max(whole('webhook'), whole('sns'))).toBeLessThan(works);
});

test('a request is answered within the 30 seconds of API Gateway', () => {
  const worksOf = (name: string) => functions.filter(({ file }) => file.startsWith(name)).map(({ works }) => works);
  expect(Math.max(...worksOf('http-'))).toBeLessThan(29_000);
});

test('a contact flow is answered within 8 seconds', () => {
  const flows = functions.filter(({ file }) => file.startsWith('flow-'));
  expect(flows).not.toEqual([]);
  for (const { works } of flows) expect(works).toBeLessThan(8_000);
});
