import { z } from 'zod';
import { arn } from '../account.ts';
import type { SynthesizedStack } from '../assembly/cloud-assembly.ts';
import { eventBusType, logGroupType, ruleType } from './events.ts';
import { aliasType, eventInvokeConfigType, functionType, versionType } from './function.ts';
import { apiType, integrationType, routeType, stageType } from './http-api.ts';
import { managedPolicyType, policyType, roleType } from './iam.ts';
import { eventSourceMappingType, queueType } from './queue.ts';
import type { ResourceType } from './resource-type.ts';
import { tableType } from './table.ts';
import { subscriptionType, topicType } from './topic.ts';
import {
  integrationResponseType,
  routeResponseType,
  socketApiType,
  socketAuthorizerType,
  socketIntegrationType,
  socketRouteType,
  socketStageType,
} from './websocket-api.ts';

const ignored = (attributes: ResourceType['attributes'], nameProperty?: string): ResourceType => ({
  supported: z.strictObject({}),
  ignored: 'everything',
  ...(nameProperty === undefined ? {} : { naming: { property: nameProperty, maximumLength: 128 } }),
  attributes,
});
const ignoredByName = ignored((name) => ({ Ref: name }));
const alarm = ignored((name) => ({ Ref: name, Arn: arn('cloudwatch', `alarm:${name}`) }), 'AlarmName');

/** Types that change nothing on one machine: permissions of services, alarms, dashboards, deployments, metadata. */
const ignoredTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::CDK::Metadata': ignoredByName,
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::CloudWatch::CompositeAlarm': alarm,
  'AWS::CloudWatch::Dashboard': ignoredByName,
  'AWS::CodeDeploy::Application': ignoredByName,
  'AWS::CodeDeploy::DeploymentGroup': ignoredByName,
  'AWS::Connect::ContactFlowModule': ignoredByName,
  'AWS::Connect::IntegrationAssociation': ignoredByName,
  'AWS::Lambda::Permission': ignoredByName,
  'AWS::Logs::ResourcePolicy': ignoredByName,
  'AWS::SNS::TopicPolicy': ignoredByName,
  'AWS::SQS::QueuePolicy': ignoredByName,
};

const resourceTypes: Readonly<Record<string, ResourceType>> = {
  ...ignoredTypes,
  'AWS::ApiGatewayV2::Api': apiType,
  'AWS::ApiGatewayV2::Integration': integrationType,
  'AWS::ApiGatewayV2::IntegrationResponse': integrationResponseType,
  'AWS::ApiGatewayV2::Route': routeType,
  'AWS::ApiGatewayV2::RouteResponse': routeResponseType,
  'AWS::ApiGatewayV2::Stage': stageType,
  'AWS::DynamoDB::Table': tableType,
  'AWS::Events::EventBus': eventBusType,
  'AWS::Events::Rule': ruleType,
  'AWS::IAM::ManagedPolicy': managedPolicyType,
  'AWS::IAM::Policy': policyType,
  'AWS::IAM::Role': roleType,
  'AWS::Lambda::Alias': aliasType,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfigType,
  'AWS::Lambda::EventSourceMapping': eventSourceMappingType,
  'AWS::Lambda::Function': functionType,
  'AWS::Lambda::Version': versionType,
  'AWS::Logs::LogGroup': logGroupType,
  'AWS::SNS::Subscription': subscriptionType,
  'AWS::SNS::Topic': topicType,
  'AWS::SQS::Queue': queueType,
};

/** The types whose CloudFormation name is the same for HTTP and WebSocket APIs. */
const webSocketTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGatewayV2::Api': socketApiType,
  'AWS::ApiGatewayV2::Authorizer': socketAuthorizerType,
  'AWS::ApiGatewayV2::Integration': socketIntegrationType,
  'AWS::ApiGatewayV2::Route': socketRouteType,
  'AWS::ApiGatewayV2::Stage': socketStageType,
};

const reference = z.object({ Ref: z.string() });

/** The type of a resource of a template. Undefined if the local run does not support it. */
export function resourceTypeOf(
  { Resources }: SynthesizedStack['template'],
  logicalId: string,
): ResourceType | undefined {
  const resource = Resources[logicalId];
  if (resource === undefined) return undefined;
  const { Type, Properties } = resource;
  const apiId = reference.safeParse(Properties.ApiId).data?.Ref ?? logicalId;
  const isOfWebSocketApi = Resources[apiId]?.Properties.ProtocolType === 'WEBSOCKET';
  return (isOfWebSocketApi ? webSocketTypes[Type] : undefined) ?? resourceTypes[Type];
}
