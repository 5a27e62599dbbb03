import { type FunctionDefinition, findFunction } from '../lambda/functions.ts';
import type { Declarations } from '../resources/declared.ts';
import { apiType, authorizerType, integrationType, routeType, stageType } from '../resources/http-api.ts';
import type { Cors } from './cors.ts';

/** The function that decides who may call a route. */
export interface FunctionAuthorizer {
  readonly functionName: string;
  /** Selections like `$request.header.Authorization`; a request that lacks one is refused without asking. */
  readonly identitySources: readonly string[];
}

/** Who decides whether a route may be called: a function, or IAM by the request's signature. */
type Authorizer = FunctionAuthorizer | 'iam';

/** A route of the HTTP API and where it leads. */
export interface RouteDefinition {
  /** `GET /v1/agents/{agentId}` or `$default`. */
  readonly routeKey: string;
  readonly functionName: string;
  readonly timeoutMillis: number;
  readonly authorizer?: Authorizer;
}

/** Reads which pages of other origins may call the app's HTTP API; nothing if none may. */
export function readCors(declared: Declarations): Cors | undefined {
  return declared(apiType)[0]?.properties.CorsConfiguration;
}

/** Reads the routes of the app's one HTTP API. */
export function readRoutes(declared: Declarations, functions: readonly FunctionDefinition[]): RouteDefinition[] {
  const [, second] = declared(apiType);
  if (second !== undefined) throw second.fault('ProtocolType', 'makes a second HTTP API, and one port serves one');
  declared(stageType);
  const integrations = declared(integrationType);
  const authorizers = declared(authorizerType);

  const readAuthorizer = (id: string): FunctionAuthorizer | undefined => {
    const authorizer = authorizers.find(({ ref }) => ref === id);
    if (authorizer === undefined) return undefined;
    const decider = findFunction(functions, authorizer.properties.AuthorizerUri);
    if (decider === undefined) throw authorizer.fault('AuthorizerUri', 'must be a function of this app');
    return { functionName: decider.name, identitySources: authorizer.properties.IdentitySource };
  };

  return declared(routeType).map(({ properties, fault }) => {
    const integration = integrations.find(({ ref }) => properties.Target === `integrations/${ref}`);
    if (integration === undefined)
      throw fault('Target', `must be an integration of this app, got ${properties.Target}`);
    const target = findFunction(functions, integration.properties.IntegrationUri);
    if (target === undefined) throw integration.fault('IntegrationUri', 'must be a function of this app');
    const authorizers = {
      NONE: () => undefined,
      AWS_IAM: () => 'iam' as const,
      CUSTOM: () => readAuthorizer(properties.AuthorizerId ?? ''),
    };
    const authorizer = authorizers[properties.AuthorizationType]();
    if (properties.AuthorizationType === 'CUSTOM' && authorizer === undefined)
      throw fault('AuthorizerId', 'must be an authorizer of this app');
    return {
      routeKey: properties.RouteKey,
      functionName: target.name,
      timeoutMillis: integration.properties.TimeoutInMillis,
      ...(authorizer === undefined ? {} : { authorizer }),
    };
  });
}
