import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { looksBill } from '../../bench/looks-bill.ts';
import { sumOf } from '../../bench/monthly-bill.ts';
import { operationsOfLastcall } from '../../bin/connect-check/check-operations.ts';
import { secondsOfJob } from '../../bin/connect-check/pace.ts';
import { everyOption } from '../../bin/templates/variants.ts';
import { instanceArn } from './context.ts';
import { grantsOf } from './grants-of.ts';
import { stacksWith } from './synthesis.ts';
import { functionsOf, type Template } from './templates.ts';

const page = readFileSync('docs/amazon-connect.md', 'utf8');
const arn = instanceArn('a');
const { service } = stacksWith({
  ...everyOption({ partition: 'aws', region: 'eu-central-1' }),
  amazonConnectArns: [arn],
  amazonConnectInstances: [],
  amazonConnectNewAgentEventStream: [arn],
});

/** The actions of Amazon Connect that the functions of a stack may use, each with its resources. */
const grantedIn = (stack: Template) =>
  functionsOf(stack)
    .flatMap((lambda) => grantsOf(stack, lambda))
    .filter(({ action }) => action.startsWith('connect:'));

test('the check before a deployment names the operations that a deployment with one ARN grants, and no other', () => {
  const { service: usual } = stacksWith({ amazonConnectArns: arn });
  const granted = new Set(grantedIn(usual).map(({ action }) => action.replace('connect:', '')));
  expect([...operationsOfLastcall].sort()).toEqual([...granted].sort());
});

test('docs/amazon-connect.md names every action of Amazon Connect that a deployment with every option grants, its resources, and no other', () => {
  const rows = [...page.matchAll(/^\| (`connect:\w+`(?:, `connect:\w+`)*) \| (.+?) \| .+ \|$/gm)];
  const documented = rows.flatMap(([, actions = '', resources = '']) =>
    actions
      .split(', ')
      .flatMap((action) =>
        resources
          .split(', ')
          .map((resource) => `${action} ${resource === 'itself' ? arn : resource.replace(/^`/, `\`${arn}`)}`),
      ),
  );
  const withoutMarks = (texts: readonly string[]) =>
    [...new Set(texts.map((text) => text.replaceAll(/[`"]/g, '')))].sort();
  expect(withoutMarks(documented)).toEqual(
    withoutMarks(grantedIn(service).map(({ action, resource }) => `${action} ${resource}`)),
  );
});

test('it says what lookups cost as it is computed, and how long a job takes', () => {
  const costOf = (agents: number, pollSeconds: number) => sumOf(looksBill({ agents, pollSeconds })).toFixed(2);
  for (const agents of [100, 500])
    expect(page).toContain(`| ${agents} | ${costOf(agents, 15)} | ${costOf(agents, 60)} |`);
  expect(page).toContain(`a job of 500 agents takes at least ${secondsOfJob(500)} seconds`);
});
