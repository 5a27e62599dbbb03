import { Duration, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi as Api,
  CorsHttpMethod,
  type CorsPreflightOptions,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Route } from '../functions/dialects/route.ts';
import type { HttpFunction } from './foundation.ts';
import { invokedBy } from './invoked-by.ts';
import { deployAfterRoutes, throttleRoutes } from './route-throttles.ts';

export interface HttpApiProps {
  /** What the consoles of API Gateway and CloudWatch call it. */
  readonly name: string;
  /** The functions with their routes. */
  readonly functions: readonly HttpFunction[];
  /** Requests per second, and as many in one burst; beyond that callers get 429. */
  readonly throttle: number;
  /** Origins of pages that may call the API from a browser. */
  readonly allowedOrigins: readonly string[];
  /** How long the access log is kept. */
  readonly accessLogDays: number;
}

type Audience = Route<never>['audience'];

/** Why API Gateway does not check who calls, for the audiences whose requests the function checks. */
const checkedByFunction: Readonly<Record<Exclude<Audience, 'signedCaller'>, string>> = {
  caller:
    'The function checks the key of the caller before it does anything else, and refuses in the error shape of the dialect, which an authorizer cannot do.',
  participant:
    'The function checks the signature of the token of the participant before it does anything else, and refuses in the error shape of the chat client.',
  desktop:
    'A browser that closes sends a beacon, which has no headers: its token is in the body, which API Gateway shows to no authorizer. The function checks the signature of the token before it touches any agent.',
  agent:
    'Agents sign in with a password in the body and then send a secret that only the agent’s item knows. The function checks both, in the error shape of the dialect.',
  anybody:
    'Load balancers and monitors ask for health without a key, browsers before a call with one, and paths that are not there have no answer to protect. The answers reveal nothing about any instance.',
};

/**
 * The HTTP API, made from the routes of its functions. Each function finds out who calls, and refuses in the error shape of
 * its own dialect (docs/decisions/0001); only the signatures of IAM are for API Gateway to check.
 */
export class HttpApi extends Construct {
  readonly stage: HttpStage;
  /** Where it answers, without a slash at the end. */
  readonly url: string;
  /** What callers that sign with IAM need `execute-api:Invoke` on. */
  readonly signedRouteArn: string;

  constructor(scope: Construct, id: string, props: HttpApiProps) {
    super(scope, id);
    const { name, functions, throttle, allowedOrigins, accessLogDays } = props;
    const httpApi = new Api(this, 'Api', {
      apiName: name,
      createDefaultStage: false,
      corsPreflight: crossOrigin(allowedOrigins),
    });
    this.url = httpApi.apiEndpoint;
    const routes = functions.flatMap(({ lambda, routes: declared }) => {
      // A pattern that `$default` matches as well, which has no path.
      const source = { service: 'execute-api', resource: httpApi.apiId, resourceName: '*/*' };
      const integration = new HttpLambdaIntegration(
        lambda.node.path,
        invokedBy(lambda, { service: 'apigateway', source }),
      );
      return declared.map(({ key, audience, throttleShare }) => {
        const route = new HttpRoute(this, key, {
          httpApi,
          routeKey: routeKeyOf(key),
          integration,
          authorizer: audience === 'signedCaller' ? new HttpIamAuthorizer() : new HttpNoneAuthorizer(),
        });
        if (audience !== 'signedCaller') {
          Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason: checkedByFunction[audience] });
        }
        return { route, routeKey: key, audience, throttleShare };
      });
    });

    const signed = routes.filter(({ audience }) => audience === 'signedCaller').map(({ route }) => route.routeArn);
    if (signed[0] === undefined || signed.length > 1)
      throw new Error('The outputs name exactly one route that is signed with IAM');
    this.signedRouteArn = signed[0];

    const accessLog = new LogGroup(this, 'AccessLog', { retention: accessLogDays });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi,
      autoDeploy: true,
      throttle: { rateLimit: throttle, burstLimit: throttle },
      accessLogSettings: { destination: new LogGroupLogDestination(accessLog), format: accessLogFormat },
    });
    const throttled = routes.flatMap(({ routeKey, throttleShare: share }) =>
      share === undefined ? [] : [{ routeKey, share }],
    );
    throttleRoutes(this.stage, throttle, throttled);
    deployAfterRoutes(this.stage, this);
  }
}

const httpMethods = Object.values(HttpMethod);

function routeKeyOf(key: Route<never>['key']): HttpRouteKey {
  if (key === '$default') return HttpRouteKey.DEFAULT;
  const [method, path] = key.split(' ');
  const known = httpMethods.find((each) => each === method);
  if (known === undefined || path === undefined) throw new Error(`${key} is not a method and a path`);
  return HttpRouteKey.with(path, known);
}

/**
 * What pages send: the chat client of Amazon Connect with the headers of the AWS SDK inside it, and Huawei's client for
 * browsers, which keeps the session by its Guid.
 */
const allowHeaders = [
  'authorization',
  'content-type',
  'x-amz-bearer',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-user-agent',
  'amz-sdk-invocation-id',
  'amz-sdk-request',
  'guid',
];

/**
 * What pages of these origins may call from a browser: the routes of participants, desktops and Huawei's clients. Nothing is
 * opened by it that a secret protects: a browser adds no secret of its own to a call, for there are no cookies.
 */
const crossOrigin = (allowedOrigins: readonly string[]): CorsPreflightOptions => ({
  allowOrigins: [...allowedOrigins],
  allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PUT, CorsHttpMethod.DELETE],
  allowHeaders,
  exposeHeaders: ['Guid', 'Set-GUID', 'Retry-After', 'x-amzn-ErrorType', 'x-amzn-RequestId'],
  maxAge: Duration.hours(1),
});

/** One line of the access log for each request, without a body or a secret. CloudWatch keeps its time beside it. */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    sourceIp: '$context.identity.sourceIp',
    routeKey: '$context.routeKey',
    status: '$context.status',
    responseLength: '$context.responseLength',
    responseLatency: '$context.responseLatency',
    integrationError: '$context.integrationErrorMessage',
  }),
);
