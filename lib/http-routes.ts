import { Duration, Validations } from 'aws-cdk-lib';
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import {
  HttpIamAuthorizer,
  HttpLambdaAuthorizer,
  HttpLambdaResponseType,
} from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { accessLogFormat } from './access-log-format.ts';
import { crossOrigin } from './cross-origin.ts';
import type { FunctionName } from './function-inventory.ts';
import type { Functions } from './functions.ts';
import { hasSeveral, httpIntegrations } from './http-integrations.ts';
import { throttleRoutes } from './route-throttles.ts';
import { clientRoutes, fallback, openRoutes, participantRoutes, routes, signedRoute } from './routes.ts';

export interface HttpRoutesProps {
  readonly functions: Functions<FunctionName>;
  /** Requests per second, and as many in one burst; beyond that callers get 429. */
  readonly throttle: number;
  /** Origins of pages that may call the API from a browser. */
  readonly allowedOrigins: readonly string[];
}

/**
 * The HTTP API. Every request but those signed with IAM is shown to the authorizer, which always lets it pass and says
 * who called or why nobody did, so that each function can refuse in the error shape of its own dialect.
 */
export class HttpRoutes extends Construct {
  readonly stage: HttpStage;
  /** What callers that sign with IAM need `execute-api:Invoke` on. */
  readonly signedRouteArn: string;

  constructor(scope: Construct, id: string, { functions, throttle, allowedOrigins }: HttpRoutesProps) {
    super(scope, id);
    const httpApi = new HttpApi(this, 'Api', {
      createDefaultStage: false,
      corsPreflight: crossOrigin(allowedOrigins),
    });
    const authorizer = new HttpLambdaAuthorizer('Authorizer', functions.get('http-authorize'), {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      resultsCacheTtl: Duration.seconds(0),
      // With an identity source API Gateway would answer 401 by itself, in its own shape, when it is missing.
      identitySource: [],
    });
    const integrationOf = httpIntegrations(functions);
    const route = (routeKey: HttpRouteKey, name: FunctionName, by: IHttpRouteAuthorizer, id: string = name) =>
      new HttpRoute(this, id, { httpApi, routeKey, integration: integrationOf(name), authorizer: by });

    for (const [method, path, name] of routes) {
      const id = hasSeveral(name, routes) ? `${method} ${path}` : name;
      route(HttpRouteKey.with(path, method), name, authorizer, id);
    }
    const open = (opened: HttpRoute, reason: string): HttpRoute => {
      Validations.of(opened).acknowledge({ id: 'AwsSolutions-APIG4', reason });
      return opened;
    };
    const posted = (path: string) => HttpRouteKey.with(path, HttpMethod.POST);
    const throttled = [
      ...participantRoutes.map(([path, name, share]) => ({
        route: route(posted(path), name, authorizer),
        routeKey: posted(path).key,
        share,
      })),
      ...clientRoutes.map(([path, name, share]) => ({
        route: open(
          route(posted(path), name, new HttpNoneAuthorizer()),
          'A browser that closes sends a beacon, which has no headers: its token is in the body, which API Gateway shows to no authorizer. The function checks the signature of the token before it touches any agent.',
        ),
        routeKey: posted(path).key,
        share,
      })),
    ];
    route(HttpRouteKey.DEFAULT, fallback, authorizer);
    const [signedMethod, signedPath, signedName] = signedRoute;
    const signedKey = HttpRouteKey.with(signedPath, signedMethod);
    this.signedRouteArn = route(signedKey, signedName, new HttpIamAuthorizer(), `${signedName}-signed`).routeArn;
    for (const [method, path, name] of openRoutes) {
      open(
        route(HttpRouteKey.with(path, method), name, new HttpNoneAuthorizer(), `${method} ${name}`),
        'Load balancers and monitors ask for health without a key, browsers before a call with one. The answer tells nothing of any instance.',
      );
    }

    const accessLog = new LogGroup(this, 'AccessLog', { retention: RetentionDays.THREE_MONTHS });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi,
      autoDeploy: true,
      throttle: { rateLimit: throttle, burstLimit: throttle },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: accessLogFormat,
      },
    });
    throttleRoutes(this.stage, throttle, throttled);
  }
}
