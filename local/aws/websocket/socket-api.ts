import type { z } from 'zod';
import { type FunctionDefinition, findFunction } from '../lambda/functions.ts';
import type { Declarations, Declared } from '../resources/declared.ts';
import {
  integrationResponseType,
  routeResponseType,
  socketApiType,
  socketAuthorizerType,
  socketIntegrationType,
  socketRouteType,
  socketStageType,
} from '../resources/websocket-api.ts';

/** The Lambda authorizer of `$connect`. */
export interface SocketAuthorizer {
  readonly functionName: string;
  /** Such as `route.request.querystring.token`. A request that lacks one is refused without an invocation. */
  readonly identitySources: readonly string[];
}

/** What is behind a route: a function, or the API itself, which always answers the same. */
type SocketIntegration =
  | { readonly type: 'function'; readonly functionName: string; readonly timeoutMillis: number }
  | { readonly type: 'constant'; readonly answer: string };

/** A route of the WebSocket API and its integration. */
export interface SocketRoute {
  /** `$connect`, `$disconnect`, `$default`, or a key that messages select. */
  readonly routeKey: string;
  readonly integration: SocketIntegration;
  /** Whether the response of the integration is sent to the client. */
  readonly returnsResponse: boolean;
}

/** The app's WebSocket API. */
export interface SocketApi {
  readonly apiId: string;
  readonly stage: string;
  /** The path of the field of a message that names its route. */
  readonly routeField: readonly string[];
  readonly routes: readonly SocketRoute[];
  readonly authorizer?: SocketAuthorizer;
}

/** Reads the app's WebSocket API. Undefined if it has none. */
export function readSocketApi(declared: Declarations, functions: readonly FunctionDefinition[]): SocketApi | undefined {
  const [api, second] = declared(socketApiType);
  if (api === undefined) return undefined;
  if (second !== undefined)
    throw second.propertyError('ProtocolType', 'makes a second WebSocket API, and one port serves one');
  const [stage, secondStage] = declared(socketStageType);
  if (stage === undefined) throw api.propertyError('ProtocolType', 'is WEBSOCKET, but the API has no stage');
  if (secondStage !== undefined)
    throw secondStage.propertyError('StageName', 'makes a second stage, and the local run serves one');
  const authorizer = readAuthorizer(declared, functions);
  return {
    apiId: api.ref,
    stage: stage.properties.StageName,
    routeField: api.properties.RouteSelectionExpression.split('.').slice(2),
    routes: readRoutes(declared, functions),
    ...(authorizer === undefined ? {} : { authorizer }),
  };
}

function readRoutes(declared: Declarations, functions: readonly FunctionDefinition[]): SocketRoute[] {
  const integrations = declared(socketIntegrationType);
  const answers = new Map(
    declared(integrationResponseType).map(({ properties }) => [
      properties.IntegrationId,
      properties.ResponseTemplates.$default,
    ]),
  );
  const withResponse = new Set(declared(routeResponseType).map(({ properties }) => properties.RouteId));
  return declared(socketRouteType).map(({ ref, properties, propertyError }) => {
    const integration = integrations.find((candidate) => properties.Target === `integrations/${candidate.ref}`);
    if (integration === undefined)
      throw propertyError('Target', `must be an integration of this app, got ${properties.Target}`);
    return {
      routeKey: properties.RouteKey,
      integration: readIntegration(integration, answers, functions),
      returnsResponse: properties.RouteResponseSelectionExpression !== undefined && withResponse.has(ref),
    };
  });
}

function readIntegration(
  { ref, properties, propertyError }: Declared<z.output<typeof socketIntegrationType.supported>>,
  answers: ReadonlyMap<string, string>,
  functions: readonly FunctionDefinition[],
): SocketIntegration {
  if (properties.IntegrationType === 'MOCK') {
    const answer = answers.get(ref);
    if (answer === undefined) throw propertyError('IntegrationType', 'is MOCK, but the integration has no response');
    return { type: 'constant', answer };
  }
  const target = findFunction(functions, properties.IntegrationUri);
  if (target === undefined) throw propertyError('IntegrationUri', 'must be a function of this app');
  return { type: 'function', functionName: target.name, timeoutMillis: properties.TimeoutInMillis };
}

/** API Gateway authorizes a connection once, when it is made. */
function readAuthorizer(
  declared: Declarations,
  functions: readonly FunctionDefinition[],
): SocketAuthorizer | undefined {
  const guarded = declared(socketRouteType).filter(({ properties }) => properties.AuthorizationType === 'CUSTOM');
  const elsewhere = guarded.find(({ properties }) => properties.RouteKey !== '$connect');
  if (elsewhere !== undefined)
    throw elsewhere.propertyError('AuthorizationType', 'must be NONE on any route but $connect');
  const [route] = guarded;
  if (route === undefined) return undefined;
  const authorizer = declared(socketAuthorizerType).find(({ ref }) => ref === route.properties.AuthorizerId);
  if (authorizer === undefined) throw route.propertyError('AuthorizerId', 'must be an authorizer of this app');
  const target = findFunction(functions, authorizer.properties.AuthorizerUri);
  if (target === undefined) throw authorizer.propertyError('AuthorizerUri', 'must be a function of this app');
  return { functionName: target.name, identitySources: authorizer.properties.IdentitySource };
}
