import { expect, test } from '@jest/globals';
import { FlowsStack } from '../../lib/flows-stack.ts';
import { readSettings } from '../../lib/settings.ts';
import { anApp, bundled, functionOf, instanceArn, resourcesOf, stacks } from './synthesis.ts';

test('what an instance may invoke for its modules is deployed under that name', () => {
  const { service } = stacks(bundled());
  const app = anApp({ connectInstanceArns: [instanceArn('a')] });
  const stack = new FlowsStack(app, 'Flows', {
    settings: readSettings(app.node),
    env: { account: '123456789012', region: 'eu-central-1' },
  });
  const invoked = resourcesOf(stack, 'AWS::Connect::IntegrationAssociation');
  const deployed = ['flow-set-chat-timeouts', 'flow-set-security-user', 'flow-terminate-agent-session'].map(
    (name) => functionOf(service, name).Properties.FunctionName,
  );
  expect(invoked.map(({ Properties }) => Properties.IntegrationArn)).toEqual(
    deployed.map((name) => `arn:aws:lambda:eu-central-1:123456789012:function:${name}`),
  );
});
