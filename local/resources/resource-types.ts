import { z } from 'zod';
import type { SynthesizedStack } from '../assembly/cloud-assembly.ts';
import { eventBusType, ruleType } from './event-bus.ts';
import { eventInvokeConfigType, eventSourceMappingType, functionType } from './function.ts';
import { apiType, authorizerType, integrationType, routeType, stageType } from './http-api.ts';
import { managedPolicyType, policyType, roleType } from './iam.ts';
import { inertTypes } from './inert.ts';
import { logGroupType } from './log-group.ts';
import { queueType } from './queue.ts';
import type { ResourceType } from './resource-type.ts';
import { tableType } from './table.ts';
import {
  routeResponseType,
  socketApiType,
  socketAuthorizerType,
  socketIntegrationType,
  socketRouteType,
  socketStageType,
} from './websocket-api.ts';

const resourceTypes: Readonly<Record<string, ResourceType>> = {
  ...inertTypes,
  'AWS::ApiGatewayV2::Api': apiType,
  'AWS::ApiGatewayV2::Authorizer': authorizerType,
  'AWS::ApiGatewayV2::Integration': integrationType,
  'AWS::ApiGatewayV2::Route': routeType,
  'AWS::ApiGatewayV2::RouteResponse': routeResponseType,
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

/** What CloudFormation calls by one name in HTTP and in WebSocket APIs. */
const webSocketTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGatewayV2::Api': socketApiType,
  'AWS::ApiGatewayV2::Authorizer': socketAuthorizerType,
  'AWS::ApiGatewayV2::Integration': socketIntegrationType,
  'AWS::ApiGatewayV2::Route': socketRouteType,
  'AWS::ApiGatewayV2::Stage': socketStageType,
};

const reference = z.object({ Ref: z.string() });

/** The type of a resource of a template, if the local run knows it. */
export function resourceTypeOf(
  { Resources }: SynthesizedStack['template'],
  logicalId: string,
): ResourceType | undefined {
  const resource = Resources[logicalId];
  if (resource === undefined) return undefined;
  const { Type, Properties } = resource;
  const apiId = reference.safeParse(Properties.ApiId).data?.Ref ?? logicalId;
  const ofWebSocket = Resources[apiId]?.Properties.ProtocolType === 'WEBSOCKET';
  return (ofWebSocket ? webSocketTypes[Type] : undefined) ?? resourceTypes[Type];
}
