import { expect, test } from '@jest/globals';
import { Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { anApp, bundled, stacks } from './synthesis.ts';

test('cdk-nag finds nothing that is not acknowledged', () => {
  const { app } = stacks(bundled(), { stage: 'prod' });
  expect(new AwsSolutionsChecks(app).validateScope(app)).toMatchObject({ success: true, violations: [] });
});

test('cdk-nag stops an app with a finding', () => {
  const app = anApp();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  new Queue(new Stack(app, 'Careless'), 'Queue');
  expect(() => app.synth()).toThrow();
});
