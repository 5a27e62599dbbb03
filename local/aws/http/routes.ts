import { type FunctionDefinition, findFunction } from '../lambda/functions.ts';
import type { Declarations } from '../resources/declared.ts';
import { apiType, authorizerType, integrationType, routeType, stageType } from '../resources/http-api.ts';
import type { Cors } from './cors.ts';

/** A Lambda authorizer. */
export interface FunctionAuthorizer {
  readonly functionName: string;
  /** Such as `$request.header.Authorization`. A request that lacks one is refused without an invocation. */
  readonly identitySources: readonly string[];
}

/** What authorizes the requests of a route: a function, or IAM by the request's signature. */
type Authorizer = FunctionAuthorizer | 'iam';

/** A route of the HTTP API and its integration. */
export interface RouteDefinition {
  /** `GET /v1/agents/{agentId}` or `$default`. */
  readonly routeKey: string;
  readonly functionName: string;
  readonly timeoutMillis: number;
  readonly authorizer?: Authorizer;
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
  const authorizers = declared(authorizerType);

  const readAuthorizer = (id: string): FunctionAuthorizer | undefined => {
    const authorizer = authorizers.find(({ ref }) => ref === id);
    if (authorizer === undefined) return undefined;
    const target = findFunction(functions, authorizer.properties.AuthorizerUri);
    if (target === undefined) throw authorizer.propertyError('AuthorizerUri', 'must be a function of this app');
    return { functionName: target.name, identitySources: authorizer.properties.IdentitySource };
  };

  return declared(routeType).map(({ properties, propertyError }) => {
    const integration = integrations.find(({ ref }) => properties.Target === `integrations/${ref}`);
    if (integration === undefined)
      throw propertyError('Target', `must be an integration of this app, got ${properties.Target}`);
    const target = findFunction(functions, integration.properties.IntegrationUri);
    if (target === undefined) throw integration.propertyError('IntegrationUri', 'must be a function of this app');
    const authorizers = {
      NONE: () => undefined,
      AWS_IAM: () => 'iam' as const,
      CUSTOM: () => readAuthorizer(properties.AuthorizerId ?? ''),
    };
    const authorizer = authorizers[properties.AuthorizationType]();
    if (properties.AuthorizationType === 'CUSTOM' && authorizer === undefined)
      throw propertyError('AuthorizerId', 'must be an authorizer of this app');
    return {
      routeKey: properties.RouteKey,
      functionName: target.name,
      timeoutMillis: integration.properties.TimeoutInMillis,
      ...(authorizer === undefined ? {} : { authorizer }),
    };
  });
}
