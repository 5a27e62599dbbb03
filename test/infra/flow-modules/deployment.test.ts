import { describe, expect, test } from '@jest/globals';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as z from 'zod';
import { flowModules } from '../../../lib/flow-modules/catalogue.ts';
import { FlowsStack } from '../../../lib/flows-stack.ts';
import { readSettings } from '../../../lib/settings.ts';
import { resolveIntrinsics } from '../../../local/aws/assembly/intrinsics.ts';
import { instanceArn } from '../context.ts';
import { anApp, templateOf } from '../synthesis.ts';
import { deployedStacks, functionOf, resourcesOf } from '../templates.ts';
import { faultsOf } from './faults.ts';

const deployment = new Map([
  ['AWS::Partition', 'aws'],
  ['AWS::Region', 'eu-central-1'],
  ['AWS::AccountId', '123456789012'],
]);
const references = {
  ref: (name: string) => deployment.get(name),
  attribute: () => undefined,
  exported: () => undefined,
};
const functionNames = ['flow-set-chat-timeouts', 'flow-set-security-user', 'flow-terminate-agent-session'];

function deploy(...digits: readonly string[]) {
  const app = anApp({ connectInstanceArns: digits.map(instanceArn) });
  const flows = templateOf(new FlowsStack(app, 'Flows', { settings: readSettings(app.node) }));
  const deployed = (type: string) =>
    resourcesOf(flows, `AWS::Connect::${type}`).map(({ id, Properties }) => ({
      id,
      Properties: z.record(z.string(), z.string()).parse(resolveIntrinsics(Properties, references)),
    }));
  const permissions = resourcesOf(flows, 'AWS::Lambda::Permission').map(({ id, Properties }) => ({
    id,
    Properties: z.record(z.string(), z.string()).parse(resolveIntrinsics(Properties, references)),
  }));
  return {
    ...{ app, flows, permissions },
    modules: deployed('ContactFlowModule'),
    associations: deployed('IntegrationAssociation'),
  };
}

describe('each instance that is named', () => {
  const { flows, modules, associations, permissions } = deploy('a', 'b');
  const instances = [instanceArn('a'), instanceArn('b')];

  test('can invoke every function that modules need', () => {
    const invoked = instances.flatMap((instance) => functionNames.map((name) => [instance, name]));
    expect(
      associations.map(({ Properties }) => [
        Properties.InstanceId,
        /flow-.*$/.exec(Properties.IntegrationArn ?? '')?.[0],
      ]),
    ).toEqual(invoked);
    expect(new Set(associations.map(({ Properties }) => Properties.IntegrationType))).toEqual(
      new Set(['LAMBDA_FUNCTION']),
    );
  });

  test('may invoke these functions and no others, and nobody else may because of it', () => {
    expect(permissions.map(({ Properties }) => Properties)).toEqual(
      associations.map(({ Properties }) => ({
        Action: 'lambda:InvokeFunction',
        FunctionName: Properties.IntegrationArn,
        Principal: 'connect.amazonaws.com',
        SourceArn: Properties.InstanceId,
      })),
    );
  });

  test('invokes functions that the service stack deploys under these names', () => {
    const { service } = deployedStacks();
    const deployed = functionNames.map((name) => functionOf(service, name).Properties.FunctionName);
    const invoked = associations.slice(0, functionNames.length).map(({ Properties }) => Properties.IntegrationArn);
    expect(invoked).toEqual(deployed.map((name) => `arn:aws:lambda:eu-central-1:123456789012:function:${name}`));
  });

  test('gets every module, under the name of the stage', () => {
    const names = flowModules.map(({ name }) => `lastcall-dev-${name}`);
    expect(modules.map(({ Properties }) => [Properties.InstanceArn, Properties.Name])).toEqual(
      instances.flatMap((instance) => names.map((name) => [instance, name])),
    );
  });

  test('gets content in the Flow language, and the designer shows every block of it', () => {
    for (const { Properties } of modules) {
      const { Content = '' } = Properties;
      expect(faultsOf(Content)).toEqual([]);
      const { Actions, Metadata } = JSON.parse(Content);
      const identifiers = Actions.map((each: { Identifier: string }) => each.Identifier);
      expect(Object.keys(Metadata.ActionMetadata)).toEqual(identifiers);
      const places = Object.values(Metadata.ActionMetadata).map((each) => JSON.stringify(each));
      expect(new Set(places).size).toBe(identifiers.length);
    }
  });

  test('gets no module before it can invoke what the module invokes', () => {
    for (const { id, Properties } of modules) {
      const ofInstance = associations.filter((each) => each.Properties.InstanceId === Properties.InstanceArn);
      const allowed = permissions.filter((each) => each.Properties.SourceArn === Properties.InstanceArn);
      const needed = [...ofInstance, ...allowed].map((each) => each.id);
      expect(flows.Resources[id]?.DependsOn?.toSorted()).toEqual(needed.sort());
    }
  });
});

test('cdk-nag finds nothing', () => {
  const { app } = deploy('a');
  expect(new AwsSolutionsChecks(app).validateScope(app)).toMatchObject({ success: true, violations: [] });
});
