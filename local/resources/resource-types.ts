import { eventBusType, ruleType } from './event-bus.ts';
import { eventInvokeConfigType, eventSourceMappingType, functionType } from './function.ts';
import { apiType, authorizerType, integrationType, routeType, stageType } from './http-api.ts';
import { managedPolicyType, policyType, roleType } from './iam.ts';
import { inertTypes } from './inert.ts';
import { logGroupType } from './log-group.ts';
import { queueType } from './queue.ts';
import type { ResourceType } from './resource-type.ts';
import { tableType } from './table.ts';

/** Every CloudFormation resource type the local run knows. */
export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  ...inertTypes,
  'AWS::ApiGatewayV2::Api': apiType,
  'AWS::ApiGatewayV2::Authorizer': authorizerType,
  'AWS::ApiGatewayV2::Integration': integrationType,
  'AWS::ApiGatewayV2::Route': routeType,
  'AWS::ApiGatewayV2::Stage': stageType,
  'AWS::DynamoDB::Table': tableType,
  'AWS::Events::EventBus': eventBusType,
  'AWS::Events::Rule': ruleType,
  'AWS::IAM::ManagedPolicy': managedPolicyType,
  'AWS::IAM::Policy': policyType,
  'AWS::IAM::Role': roleType,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfigType,
  'AWS::Lambda::EventSourceMapping': eventSourceMappingType,
  'AWS::Lambda::Function': functionType,
  'AWS::Logs::LogGroup': logGroupType,
  'AWS::SQS::Queue': queueType,
};
