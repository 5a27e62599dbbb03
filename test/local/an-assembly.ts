import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

/** A stack of a hand-written cloud assembly. */
export interface AStack {
  readonly Resources: Record<string, object>;
  readonly Outputs?: Record<string, object>;
  readonly Parameters?: Record<string, object>;
  readonly dependsOn?: readonly string[];
}

const folders: string[] = [];
afterAll(removeFolders);

/** A new folder that nobody else uses. It is removed when the suite is over. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lastcall-'));
  folders.push(folder);
  return folder;
}

/** Removes the folders of this suite, but not from under a run: whoever stops that after the suite removes them then. */
export function removeFolders(): void {
  const unused = folders.filter((folder) => !existsSync(join(folder, 'run.pid')));
  for (const folder of unused) rmSync(folder, { recursive: true, force: true });
}

/** A role that may do what these statements say. @default everything */
export function aRole(Statement: readonly object[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }]): object {
  const PolicyDocument = { Version: '2012-10-17', Statement };
  return { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'all', PolicyDocument }] } };
}

/** Writes a cloud assembly; `bundles` are the sources of functions by the name `aFunction` knows them by. */
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

/** A function from a bundle, with the environment it is to have. It has the `Role` of its stack. */
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

/** An HTTP API with a route for each key of `routes`, to the function of that logical id; `iam` guards all of them. */
export function anHttpApi(
  routes: Record<string, string>,
  authorizer?: { function: string; identitySources?: string[] } | 'iam',
): Record<string, object> {
  const api = { ApiId: { Ref: 'Api' } };
  const resources: Record<string, object> = {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } },
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ...api, StageName: '$default', AutoDeploy: true } },
  };
  if (typeof authorizer === 'object') {
    resources.Authorizer = {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ...api,
        Name: 'authorizer',
        AuthorizerType: 'REQUEST',
        AuthorizerPayloadFormatVersion: '2.0',
        EnableSimpleResponses: true,
        AuthorizerResultTtlInSeconds: 0,
        ...(authorizer.identitySources === undefined ? {} : { IdentitySource: authorizer.identitySources }),
        AuthorizerUri: {
          'Fn::Join': [
            '',
            [
              'arn:aws:apigateway:',
              { Ref: 'AWS::Region' },
              ':lambda:path/2015-03-31/functions/',
              { 'Fn::GetAtt': [authorizer.function, 'Arn'] },
              '/invocations',
            ],
          ],
        },
      },
    };
  }
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
        ...guardBy(authorizer),
      },
    };
  }
  return resources;
}

function guardBy(authorizer: object | 'iam' | undefined): object {
  if (authorizer === undefined) return { AuthorizationType: 'NONE' };
  if (authorizer === 'iam') return { AuthorizationType: 'AWS_IAM' };
  return { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } };
}
