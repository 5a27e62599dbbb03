import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, readApp } from '../../../local/aws/app.ts';
import { readCloudAssembly } from '../../../local/aws/assembly/cloud-assembly.ts';
import { aFolder } from '../../support/a-folder.ts';

/** A stack of a hand-written cloud assembly. */
export interface AStack {
  readonly Resources: Record<string, object>;
  readonly Outputs?: Record<string, object>;
  readonly Parameters?: Record<string, object>;
  readonly dependsOn?: readonly string[];
}

/** A role with these statements. @default it may do everything */
export function aRole(Statement: readonly object[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }]): object {
  const PolicyDocument = { Version: '2012-10-17', Statement };
  return { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'all', PolicyDocument }] } };
}

/** Writes a cloud assembly and returns its folder. `bundles` are the sources of functions, by the name `aFunction` gets. */
export function anAssembly(stacks: Record<string, AStack>, bundles: Record<string, string> = {}): string {
  const folder = aFolder();
  const write = (file: string, content: object) => writeFileSync(join(folder, file), JSON.stringify(content));
  const files = Object.keys(bundles).map((name) => {
    mkdirSync(join(folder, `asset.${name}`));
    writeFileSync(join(folder, `asset.${name}`, 'index.mjs'), bundles[name] ?? '');
    const destinations = { here: { objectKey: `${name}.zip` } };
    return [name, { source: { path: `asset.${name}`, packaging: 'zip' }, destinations }];
  });
  write('all.assets.json', { version: '1', files: Object.fromEntries(files) });
  const artifacts = Object.entries(stacks).map(([name, { dependsOn = [], Resources, ...template }]) => {
    write(`${name}.template.json`, { ...template, Resources: { Role: aRole(), ...Resources } });
    const dependencies = ['all.assets', ...dependsOn];
    return [
      name,
      { type: 'aws:cloudformation:stack', properties: { templateFile: `${name}.template.json` }, dependencies },
    ];
  });
  const assets = { type: 'cdk:asset-manifest', properties: { file: 'all.assets.json' } };
  write('manifest.json', { version: '1', artifacts: { 'all.assets': assets, ...Object.fromEntries(artifacts) } });
  return folder;
}

/** A function from a bundle, with its environment variables. It has the `Role` of its stack. */
export function aFunction(bundle: string, variables: Record<string, unknown> = {}, more: object = {}): object {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: { S3Bucket: 'assets', S3Key: `${bundle}.zip` },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Environment: { Variables: variables },
      ...more,
    },
  };
}

/** An HTTP API with a route for each key of `routes`, to the function of that logical id. `iam` authorizes all by IAM. */
export function anHttpApi(routes: Record<string, string>, authorizedBy?: 'iam'): Record<string, object> {
  const api = { ApiId: { Ref: 'Api' } };
  const resources: Record<string, object> = {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } },
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ...api, StageName: '$default', AutoDeploy: true } },
  };
  for (const [index, [RouteKey, target]] of Object.entries(routes).entries()) {
    resources[`Integration${index}`] = {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ...api,
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: { 'Fn::GetAtt': [target, 'Arn'] },
        PayloadFormatVersion: '2.0',
      },
    };
    resources[`Route${index}`] = {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ...api,
        RouteKey,
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: `Integration${index}` }]] },
        AuthorizationType: authorizedBy === 'iam' ? 'AWS_IAM' : 'NONE',
      },
    };
  }
  return resources;
}

/** The URI by which API Gateway invokes a function, as the CDK writes it. */
export const invocationUri = (logicalId: string) => ({
  'Fn::Join': [
    '',
    [
      'arn:aws:apigateway:',
      { Ref: 'AWS::Region' },
      ':lambda:path/2015-03-31/functions/',
      { 'Fn::GetAtt': [logicalId, 'Arn'] },
      '/invocations',
    ],
  ],
});

/** The addresses of the app's APIs and queues when nothing runs. */
export const addresses = {
  http: 'http://127.0.0.1:1',
  webSocket: 'ws://127.0.0.1:2',
  sqs: 'http://127.0.0.1:3',
};

/** Reads an app from its templates, as a start does. */
export function readTemplates(stacks: Record<string, AStack>, bundles: Record<string, string> = {}): App {
  return readApp(readCloudAssembly(anAssembly(stacks, bundles)), addresses);
}
