import { type FunctionDefinition, findFunction } from '../lambda/functions.ts';
import type { Declarations } from '../resources/declared.ts';
import { apiType, integrationType, routeType, stageType } from '../resources/http-api.ts';
import type { Cors } from './cors.ts';

/** A route of the HTTP API and its integration. */
export interface RouteDefinition {
  /** `GET /v1/agents/{agentId}` or `$default`. */
  readonly routeKey: string;
  readonly functionName: string;
  readonly timeoutMillis: number;
  /** Whether a request must be signed for IAM. */
  readonly isSigned: boolean;
}

/** Reads the CORS configuration of the app's HTTP API. Undefined if it has none. */
export function readCors(declared: Declarations): Cors | undefined {
  return declared(apiType)[0]?.properties.CorsConfiguration;
}

/** Reads the routes of the app's HTTP API, of which there may be one. */
export function readRoutes(declared: Declarations, functions: readonly FunctionDefinition[]): RouteDefinition[] {
  const [, second] = declared(apiType);
  if (second !== undefined)
    throw second.propertyError('ProtocolType', 'makes a second HTTP API, and one port serves one');
  declared(stageType);
  const integrations = declared(integrationType);

  return declared(routeType).map(({ properties, propertyError }) => {
    const integration = integrations.find(({ ref }) => properties.Target === `integrations/${ref}`);
    if (integration === undefined)
      throw propertyError('Target', `must be an integration of this app, got ${properties.Target}`);
    const target = findFunction(functions, integration.properties.IntegrationUri);
    if (target === undefined) throw integration.propertyError('IntegrationUri', 'must be a function of this app');
    return {
      routeKey: properties.RouteKey,
      functionName: target.name,
      timeoutMillis: integration.properties.TimeoutInMillis,
      isSigned: properties.AuthorizationType === 'AWS_IAM',
    };
  });
}
