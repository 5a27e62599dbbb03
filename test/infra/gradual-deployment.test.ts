import { describe, expect, test } from '@jest/globals';
import { readApp } from '../../local/aws/app.ts';
import { readCloudAssembly } from '../../local/aws/assembly/cloud-assembly.ts';
import { instanceArn } from './context.ts';
import { appWith, stacksWith, templatesOf } from './synthesis.ts';
import { apiOf, fileOf, functionsIn, resourcesOf, type Template } from './templates.ts';

const app = appWith({ stage: 'prod', connectInstanceArns: ['a', 'b', 'c', 'd', 'e'].map(instanceArn) });
const prod = templatesOf(app);

const gradual = ['http-agents', 'http-chats', 'http-desktops', 'http-logouts', 'http-participants'];

const aliasesOf = (service: Template) => resourcesOf(service, 'AWS::Lambda::Alias');
const groupsOf = (operations: Template) => resourcesOf(operations, 'AWS::CodeDeploy::DeploymentGroup');
/** The files of the functions that aliases lead to, by the logical id of the alias. */
const fileByAlias = new Map(
  aliasesOf(prod.service).map(({ id, Properties }) => [
    id,
    resourcesOf(prod.service, 'AWS::Lambda::Function')
      .filter((lambda) => lambda.id === Properties.FunctionName.Ref)
      .map(fileOf)[0],
  ]),
);

describe('in every stage but dev', () => {
  test('the functions that callers of the HTTP API wait on have an alias, which leads to a version', () => {
    expect([...fileByAlias.values()].sort()).toEqual(gradual);
    const versions = resourcesOf(prod.service, 'AWS::Lambda::Version').map(({ id }) => id);
    const led = aliasesOf(prod.service).map(({ Properties }) => Properties.FunctionVersion['Fn::GetAtt'][0]);
    expect(led.sort()).toEqual(versions.sort());
  });

  test('the API invokes the alias and not the function, and may', () => {
    const { ofApi } = apiOf(prod.service, 'HTTP');
    const invoked = ofApi('Integration').map(({ Properties }) => Properties.IntegrationUri);
    const unqualified = invoked.flatMap((uri) => functionsIn(prod.service, uri)).map(fileOf);
    expect(unqualified.filter((file) => gradual.includes(file))).toEqual([]);
    const refersTo = (value: unknown) =>
      [...fileByAlias].flatMap(([id, file]) => (JSON.stringify(value).includes(`{"Ref":"${id}"}`) ? [file] : []));
    expect(invoked.flatMap(refersTo).sort()).toEqual(gradual);
    const permitted = resourcesOf(prod.service, 'AWS::Lambda::Permission').flatMap(({ Properties }) =>
      refersTo(Properties.FunctionName),
    );
    expect([...new Set(permitted)].sort()).toEqual(gradual);
  });

  test('an alias moves by a group of its own, which goes back when the API answers 5xx', () => {
    const [alarm] = resourcesOf(prod.operations, 'AWS::CloudWatch::Alarm').filter(
      ({ Properties }) => Properties.MetricName === '5xx',
    );
    const groups = groupsOf(prod.operations);
    const [application] = resourcesOf(prod.operations, 'AWS::CodeDeploy::Application');
    const named = aliasesOf(prod.service).map(({ UpdatePolicy }) => UpdatePolicy?.CodeDeployLambdaAliasUpdate);
    const declared = groups.map(({ Properties }) => ({
      ApplicationName: application?.Properties.ApplicationName,
      DeploymentGroupName: Properties.DeploymentGroupName,
    }));
    expect(named).toEqual(expect.arrayContaining(declared));
    expect(new Set(groups.map(({ Properties }) => Properties.DeploymentGroupName)).size).toBe(gradual.length);
    for (const { Properties } of groups) {
      expect(Properties).toMatchObject({
        ApplicationName: { Ref: application?.id },
        DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent10Minutes',
        AlarmConfiguration: { Enabled: true, Alarms: [{ Name: { Ref: alarm?.id } }] },
        AutoRollbackConfiguration: { Enabled: true, Events: expect.arrayContaining(['DEPLOYMENT_STOP_ON_ALARM']) },
      });
    }
  });

  test('the service stack keeps within its 220 resources, and there is no alarm more', () => {
    expect(Object.keys(prod.service.Resources).length).toBeLessThanOrEqual(220);
    const alarmsOf = ({ service, operations }: Omit<typeof prod, 'state'>) =>
      [service, operations].flatMap((stack) => resourcesOf(stack, 'AWS::CloudWatch::Alarm')).length;
    expect(alarmsOf(prod)).toBe(alarmsOf(stacksWith()));
  });

  test('the local run can read what is synthesized, and invokes the functions themselves', () => {
    const read = readApp(readCloudAssembly(app.app.synth().directory), {
      http: 'http://127.0.0.1:1',
      webSocket: 'ws://127.0.0.1:2',
      sqs: 'http://127.0.0.1:3',
    });
    const files = read.routes.map(({ functionName }) => functionName.replace('lastcall-prod-', ''));
    expect(new Set(files)).toEqual(new Set([...gradual, 'http-huawei', 'http-open', 'http-settings']));
  });
});

test('gradualDeployment chooses how, or off', () => {
  const configurationsOf = (gradualDeployment: string, stage = 'prod') => {
    const { service, operations } = stacksWith({ stage, gradualDeployment });
    return [
      aliasesOf(service).length,
      ...new Set(groupsOf(operations).map(({ Properties }) => Properties.DeploymentConfigName)),
    ];
  };
  expect(configurationsOf('off')).toEqual([0]);
  expect(configurationsOf('Linear10PercentEvery1Minute')).toEqual([
    5,
    'CodeDeployDefault.LambdaLinear10PercentEvery1Minute',
  ]);
  expect(configurationsOf('AllAtOnce', 'dev')).toEqual([5, 'CodeDeployDefault.LambdaAllAtOnce']);
});

test('in dev code changes at once', () => {
  const { service, operations } = stacksWith();
  expect([...aliasesOf(service), ...groupsOf(operations), ...resourcesOf(service, 'AWS::Lambda::Version')]).toEqual([]);
});
