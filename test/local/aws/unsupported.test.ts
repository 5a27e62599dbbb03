import { describe, expect, test } from '@jest/globals';
import { aWebSocketApi } from './a-websocket-api.ts';
import { aFunction, readTemplates } from './an-assembly.ts';

const withResource = (Type: string, Properties: object) => () =>
  readTemplates({ Service: { Resources: { Thing: { Type, Properties } } } });
const withProperties = (resource: object = {}, more: object) => {
  const { Properties, ...rest } = { Properties: {}, ...resource };
  return { ...rest, Properties: { ...Properties, ...more } };
};
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
      'calls that go to two versions',
      'AWS::Lambda::Alias',
      { FunctionName: 'f', FunctionVersion: '1', Name: 'live', RoutingConfig: {} },
      'property RoutingConfig is not supported by the local run',
    ],
    [
      'an alias of a function that is not there',
      'AWS::Lambda::Alias',
      { FunctionName: 'f', FunctionVersion: '1', Name: 'live' },
      'property FunctionName must be a function of this app, got f',
    ],
    [
      'a property',
      'AWS::SQS::Queue',
      { FifoQueue: true },
      'Stack Service, resource Thing (AWS::SQS::Queue): property FifoQueue is not supported by the local run',
    ],
    [
      'a nested property',
      'AWS::Events::Rule',
      { EventPattern: {}, Targets: [{ Arn: 'a', Id: 'b', InputPath: '$' }] },
      'property Targets.0.InputPath is not supported by the local run',
    ],
    [
      'a value',
      'AWS::ApiGatewayV2::Api',
      { ProtocolType: 'TCP' },
      'property ProtocolType is not supported by the local run with this value: Invalid input: expected "HTTP"',
    ],
    [
      'an origin that API Gateway would refuse',
      'AWS::ApiGatewayV2::Api',
      { ProtocolType: 'HTTP', CorsConfiguration: { AllowOrigins: ['https://example.com', 'https://*.example.com'] } },
      'property CorsConfiguration.AllowOrigins.1 is not supported by the local run with this value: An asterisk may stand alone or after https:// or http:// only',
    ],
    [
      'a route selection by anything but a field of the message',
      'AWS::ApiGatewayV2::Api',
      { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.header.topic' },
      'property RouteSelectionExpression is not supported by the local run with this value: Must be a field of the body',
    ],
    [
      'a WebSocket API without a stage',
      'AWS::ApiGatewayV2::Api',
      { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.topic' },
      'property ProtocolType is WEBSOCKET, but the API has no stage',
    ],
    [
      'a matcher',
      'AWS::Events::Rule',
      { EventPattern: { source: [{ 'starts-with': 'aws' }] } },
      'property EventPattern is not supported by the local run: the matcher {"starts-with":"aws"} is not known',
    ],
    [
      'a destination of failed invocations',
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
  ])('%s stops the start and is named', (_, type, properties, message) => {
    expect(withResource(type, properties)).toThrow(message);
  });

  test('a function without its bundle stops the start', () => {
    expect(() => readTemplates({ Service: { Resources: { Thing: aFunction('none') } } })).toThrow(
      'Stack Service, resource Thing (AWS::Lambda::Function): property Code names none.zip, which is no asset of its stack',
    );
  });

  test('an authorizer on a route of a WebSocket API other than $connect stops the start', () => {
    const routes = aWebSocketApi({ $default: 'Work' }, { authorizer: { function: 'Work' } });
    const guarded = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'SocketAuthorizer' } };
    const SocketRoute0 = withProperties(routes.SocketRoute0, guarded);
    const Resources = { Work: aFunction('work'), ...routes, SocketRoute0 };
    expect(() => readTemplates({ Service: { Resources } }, { work: '' })).toThrow(
      'Stack Service, resource SocketRoute0 (AWS::ApiGatewayV2::Route): property AuthorizationType must be NONE on any route but $connect',
    );
  });

  test.each(['AuthorizerPayloadFormatVersion', 'EnableSimpleResponses', 'AuthorizerResultTtlInSeconds'])(
    'an authorizer of a WebSocket API with %s, which only those of HTTP APIs have, stops the start',
    (property) => {
      const routes = aWebSocketApi({ $connect: 'Work' }, { authorizer: { function: 'Work' } });
      const SocketAuthorizer = withProperties(routes.SocketAuthorizer, { [property]: 0 });
      const Resources = { Work: aFunction('work'), ...routes, SocketAuthorizer };
      expect(() => readTemplates({ Service: { Resources } }, { work: '' })).toThrow(
        `property ${property} is not supported`,
      );
    },
  );

  test('a function with the role of another app stops the start', () => {
    expect(() =>
      readTemplates(
        { Service: { Resources: { Thing: aFunction('work', {}, { Role: 'arn:elsewhere' }) } } },
        { work: '' },
      ),
    ).toThrow('property Role must be a role of this app, got arn:elsewhere');
  });

  test('a resource under a condition stops the start, unless it has no effect here', () => {
    const metadata = { Type: 'AWS::CDK::Metadata', Properties: {}, Condition: 'Available' };
    expect(() => readTemplates({ Service: { Resources: { Metadata: metadata } } })).not.toThrow();
    const queue = { Type: 'AWS::SQS::Queue', Properties: {}, Condition: 'Available' };
    expect(() => readTemplates({ Service: { Resources: { Queue: queue } } })).toThrow(
      'the condition Available is not supported',
    );
  });
});
