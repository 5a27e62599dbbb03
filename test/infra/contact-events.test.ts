import { expect, test } from '@jest/globals';
import { instanceArn } from './context.ts';
import { accessOf, actionsOf } from './grants-of.ts';
import { stacksWith } from './synthesis.ts';
import { fileOf, functionOf, functionsOf, resourcesOf } from './templates.ts';

const arns = [instanceArn('a'), instanceArn('b')];
const { service } = stacksWith({ amazonConnectArns: arns, amazonConnectContactEvents: true });
const { service: without } = stacksWith({ amazonConnectArns: arns });
const file = 'event-contact-events';
const rulesOf = (stack: typeof service) =>
  resourcesOf(stack, 'AWS::Events::Rule').filter(({ Properties }) =>
    JSON.stringify(Properties.EventPattern ?? {}).includes('aws.connect'),
  );

test('contact events of the instances, and of no other, invoke the function from the default bus', () => {
  const [rule, ...others] = rulesOf(service);
  expect(others).toEqual([]);
  expect(rule?.Properties).not.toHaveProperty('EventBusName');
  expect(rule?.Properties.EventPattern).toEqual({
    source: ['aws.connect'],
    'detail-type': ['Amazon Connect Contact Event'],
    resources: arns.map((prefix) => ({ prefix })),
  });
  expect(rule?.Properties.Targets).toMatchObject([
    { Arn: { 'Fn::GetAtt': [functionOf(service, file).id, 'Arn'] }, RetryPolicy: { MaximumEventAgeInSeconds: 300 } },
  ]);
});

test('the function changes agents and calls nothing of Amazon Connect', () => {
  expect(accessOf(service, file).tables).toEqual(['Agents: GetItem', 'Agents: PutItem', 'Agents: UpdateItem']);
  expect(actionsOf(service, functionOf(service, file)).filter((action) => action.startsWith('connect:'))).toEqual([]);
});

test('nothing of this is deployed unless it is chosen', () => {
  expect(rulesOf(without)).toEqual([]);
  expect(functionsOf(without).map(fileOf)).not.toContain(file);
});
