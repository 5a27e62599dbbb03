import { describe, expect, test } from '@jest/globals';
import { aWebSocketApi } from './a-websocket-api.ts';
import { addresses, aFunction, anHttpApi, readTemplates } from './an-assembly.ts';

describe('an app of two stacks', () => {
  test('is connected by exports and read in the order of dependencies; what has no effect here is ignored', () => {
    const app = readTemplates(
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
    expect(app.routes).toEqual([
      { routeKey: 'GET /', functionName: 'Service-Work', timeoutMillis: 30_000, isSigned: false },
    ]);
  });

  test('answers with the function when a route leads to its alias', () => {
    const Resources = {
      Work: aFunction('work'),
      Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Work' } } },
      Live: {
        Type: 'AWS::Lambda::Alias',
        Properties: {
          FunctionName: { Ref: 'Work' },
          FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] },
          Name: 'live',
        },
        UpdatePolicy: { CodeDeployLambdaAliasUpdate: { ApplicationName: 'a', DeploymentGroupName: 'b' } },
      },
      ...anHttpApi({ 'GET /': 'Work' }),
      Integration0: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: {
          ApiId: { Ref: 'Api' },
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: { Ref: 'Live' },
          PayloadFormatVersion: '2.0',
        },
      },
    };
    const app = readTemplates({ Service: { Resources } }, { work: '' });
    expect(app.functions).toHaveLength(1);
    expect(app.routes).toMatchObject([{ routeKey: 'GET /', functionName: 'Service-Work' }]);
  });

  test('refers to its APIs by their local addresses, however its functions get them', () => {
    const address = (scheme: string, api: string, path: string) => ({
      'Fn::Join': ['', [`${scheme}://`, { Ref: api }, '.execute-api.', { Ref: 'AWS::Region' }, '.amazonaws.com', path]],
    });
    const Work = aFunction('work', {
      MADE: address('wss', 'Sockets', '/live'),
      HTTP: address('https', 'Api', '/v1'),
      GIVEN: { 'Fn::GetAtt': ['Sockets', 'ApiEndpoint'] },
      OTHER: 'wss://other.execute-api.us-east-1.amazonaws.com',
    });
    const Resources = { Work, ...anHttpApi({ 'GET /': 'Work' }), ...aWebSocketApi({ $default: 'Work' }) };
    const app = readTemplates({ Service: { Resources } }, { work: '' });
    expect(app.functions[0]?.environment).toEqual({
      MADE: `${addresses.webSocket}/live`,
      HTTP: `${addresses.http}/v1`,
      GIVEN: addresses.webSocket,
      OTHER: 'wss://other.execute-api.us-east-1.amazonaws.com',
    });
    expect(app.routes).toHaveLength(1);
    expect(app.socketApi?.routes).toHaveLength(1);
  });
});
