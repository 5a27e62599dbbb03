import { describe, expect, test } from '@jest/globals';
import { readCloudAssembly } from '../../local/assembly/cloud-assembly.ts';
import { readApp } from '../../local/local-app.ts';
import { place } from '../../local/place.ts';
import { type AStack, aFunction, anAssembly, anHttpApi } from './an-assembly.ts';

const urls = { httpUrl: 'http://127.0.0.1:1', sqsUrl: 'http://127.0.0.1:2' };
const read = (stacks: Record<string, AStack>, bundles = {}) =>
  readApp(readCloudAssembly(anAssembly(stacks, bundles)), { ...place, ...urls });
const withResource = (Type: string, Properties: object) => () =>
  read({ Service: { Resources: { Thing: { Type, Properties } } } });
const aPolicy = (statement: object) => ({
  PolicyName: 'policy',
  PolicyDocument: { Version: '2012-10-17', Statement: [statement] },
});

describe('what the local run would not do as AWS does', () => {
  test.each([
    [
      'a type',
      'AWS::S3::Bucket',
      {},
      'Stack Service, resource Thing (AWS::S3::Bucket): the type is not supported by the local run',
    ],
    [
      'a property',
      'AWS::SQS::Queue',
      { FifoQueue: true },
      'Stack Service, resource Thing (AWS::SQS::Queue): property FifoQueue is not supported by the local run',
    ],
    [
      'a property deep inside',
      'AWS::Events::Rule',
      { EventPattern: {}, Targets: [{ Arn: 'a', Id: 'b', InputPath: '$' }] },
      'property Targets.0.InputPath is not supported by the local run',
    ],
    [
      'a value',
      'AWS::ApiGatewayV2::Api',
      { ProtocolType: 'WEBSOCKET' },
      'property ProtocolType is not supported by the local run with this value: Invalid input: expected "HTTP"',
    ],
    [
      'a matcher',
      'AWS::Events::Rule',
      { EventPattern: { source: [{ cidr: '10.0.0.0/8' }] } },
      'property EventPattern is not supported by the local run: the matcher {"cidr":"10.0.0.0/8"} is not known',
    ],
    [
      'where failed invocations go',
      'AWS::Lambda::EventInvokeConfig',
      { FunctionName: 'f', Qualifier: '$LATEST', DestinationConfig: {} },
      'property DestinationConfig is not supported by the local run',
    ],
    [
      'a schedule',
      'AWS::Events::Rule',
      { ScheduleExpression: 'cron(0 1 * * ? *)' },
      'property ScheduleExpression is not supported',
    ],
    [
      'a reference',
      'AWS::SQS::Queue',
      { QueueName: { Ref: 'Nobody' } },
      'property QueueName cannot be resolved: there is nothing to refer to by the name Nobody',
    ],
    [
      'a policy from elsewhere',
      'AWS::IAM::Role',
      { ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] },
      'Stack Service, resource Thing (AWS::IAM::Role): property ManagedPolicyArns is not supported by the local run',
    ],
    [
      'a policy variable',
      'AWS::IAM::Policy',
      aPolicy({ Effect: 'Allow', Action: '*', Resource: { 'Fn::Join': ['', ['$', '{aws:username}']] } }),
      'property PolicyDocument.Statement.0.Resource.0 is not supported by the local run with this value: policy variables',
    ],
    [
      'a condition of a policy',
      'AWS::IAM::Policy',
      aPolicy({ Effect: 'Allow', Action: '*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
      'property PolicyDocument.Statement.0.Condition is not supported by the local run',
    ],
    [
      'a target of another app',
      'AWS::Events::Rule',
      { Targets: [{ Arn: 'arn:elsewhere', Id: 'b' }] },
      'property Targets must be functions, queues or log groups of this app, got arn:elsewhere',
    ],
  ])('%s stops the start with its name', (_, type, properties, message) => {
    expect(withResource(type, properties)).toThrow(message);
  });

  test('a function without its bundle stops the start', () => {
    expect(() => read({ Service: { Resources: { Thing: aFunction('none') } } })).toThrow(
      'Stack Service, resource Thing (AWS::Lambda::Function): property Code names none.zip, which is no asset of its stack',
    );
  });

  test('a function with the role of another app stops the start', () => {
    expect(() =>
      read({ Service: { Resources: { Thing: aFunction('work', {}, { Role: 'arn:elsewhere' }) } } }, { work: '' }),
    ).toThrow('property Role must be a role of this app, got arn:elsewhere');
  });

  test('a resource under a condition stops the start, unless it has no effect here', () => {
    const metadata = { Type: 'AWS::CDK::Metadata', Properties: {}, Condition: 'Available' };
    expect(() => read({ Service: { Resources: { Metadata: metadata } } })).not.toThrow();
    const queue = { Type: 'AWS::SQS::Queue', Properties: {}, Condition: 'Available' };
    expect(() => read({ Service: { Resources: { Queue: queue } } })).toThrow(
      'the condition Available is not supported',
    );
  });
});

describe('an app of two stacks', () => {
  test('is joined by exports, read in the order of dependency, and what has no effect here is passed over', () => {
    const app = read(
      {
        Service: {
          dependsOn: ['State'],
          Parameters: { BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk' } },
          Resources: {
            Work: aFunction('work', { TABLE: { 'Fn::ImportValue': 'State:Table' } }),
            Policy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ 'Fn::GetAtt': ['Nobody', 'Knows'] }] } },
            ...anHttpApi({ 'GET /': 'Work' }),
          },
        },
        State: {
          Resources: {
            Table: {
              Type: 'AWS::DynamoDB::Table',
              Properties: {
                KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
                AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
                SSESpecification: { KMSMasterKeyId: { Ref: 'Somewhere' } },
              },
            },
          },
          Outputs: { Table: { Value: { Ref: 'Table' }, Export: { Name: 'State:Table' } } },
        },
      },
      { work: '' },
    );
    expect(app.functions.map(({ name, environment }) => [name, environment])).toEqual([
      ['Service-Work', { TABLE: 'State-Table' }],
    ]);
    expect(app.routes).toEqual([{ routeKey: 'GET /', functionName: 'Service-Work', timeoutMillis: 30_000 }]);
  });
});
