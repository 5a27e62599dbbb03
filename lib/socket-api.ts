import { Stack, Validations } from 'aws-cdk-lib';
import {
  CfnIntegration,
  CfnIntegrationResponse,
  WebSocketApi,
  type WebSocketRoute,
  WebSocketStage,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketLambdaIntegration, WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';
import { Construct } from 'constructs';
import { heartbeat, pong } from '../functions/dialects/connect-participant/frames.ts';
import { invokedBy } from './invoked-by.ts';
import { deployAfterRoutes, throttleRoutes } from './route-throttles.ts';

/** Shares of the throttle that frames can use. The rest is for connecting and closing, however many frames there are. */
const shares = { keptAlive: 0.35, others: 0.1 };

/** What clients send to keep a WebSocket open, with what they expect. It is the same for everybody, so no function is asked. */
const keepAlive = { 'aws/ping': pong, 'aws/heartbeat': heartbeat };

export interface SocketApiProps {
  /** What the consoles of API Gateway and CloudWatch call it. */
  readonly name: string;
  /** Frames and new connections per second, and as many in one burst; beyond that they are refused. */
  readonly throttle: number;
}

/**
 * The WebSocket API, over which participants of chats and agents' desktops are notified. It is made before the functions,
 * which need its address to push frames, and gets its routes afterwards.
 */
export class SocketApi extends Construct {
  readonly stage: WebSocketStage;
  /** The address at which clients connect, `wss://…`. */
  readonly url: string;
  /** The resources of `execute-api:ManageConnections` for sending to connections and for closing them. */
  readonly connectionArns: Readonly<Record<'POST' | 'DELETE', string>>;
  private readonly api: WebSocketApi;
  private readonly throttle: number;

  constructor(scope: Construct, id: string, { name, throttle }: SocketApiProps) {
    super(scope, id);
    this.throttle = throttle;
    this.api = new WebSocketApi(this, 'Api', {
      apiName: name,
      description: 'Notifies participants of chats and desktops of agents',
      routeSelectionExpression: '$request.body.topic',
    });
    this.stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: this.api,
      stageName: 'live',
      autoDeploy: true,
      throttle: { rateLimit: throttle, burstLimit: throttle },
    });
    this.url = this.stage.url;
    const arnOf = (method: string) =>
      Stack.of(this).formatArn({
        service: 'execute-api',
        resource: this.api.apiId,
        resourceName: `${this.stage.stageName}/${method}/@connections/*`,
      });
    this.connectionArns = { POST: arnOf('POST'), DELETE: arnOf('DELETE') };
    this.acknowledgeFindings();
  }

  /** Routes connections through the authorizer, and all frames but pings and heartbeats to the clients' function. */
  answeredBy({ authorizer, client }: { authorizer: IFunction; client: IFunction }): void {
    const source = { service: 'execute-api', resource: this.api.apiId, resourceName: '*/*' };
    const integration = new WebSocketLambdaIntegration('Client', invokedBy(client, { service: 'apigateway', source }));
    this.api.addRoute('$connect', {
      integration,
      authorizer: new WebSocketLambdaAuthorizer('Authorizer', authorizer, {
        // Without a token API Gateway refuses by itself, which suits: a browser never sees the answer to a handshake.
        identitySource: ['route.request.querystring.token'],
      }),
    });
    const closing = this.api.addRoute('$disconnect', { integration });
    const frame = this.api.addRoute('$default', { integration, returnResponse: true });
    const kept = Object.entries(keepAlive).map(([topic, answer]) => this.answerItself(topic, answer));
    throttleRoutes(this.stage, this.throttle, [
      { routeKey: frame.routeKey, share: shares.others },
      ...kept.map(({ routeKey }) => ({ routeKey, share: shares.keptAlive })),
    ]);
    deployAfterRoutes(this.stage, this);
    for (const route of [closing, frame, ...kept]) {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason: 'API Gateway authorizes a WebSocket once, when it connects; no other route can have an authorizer.',
      });
    }
  }

  /** Has API Gateway answer the frames of a topic, always with the same text. */
  private answerItself(topic: string, answer: string): WebSocketRoute {
    const templateSelectionExpression = '\\$default';
    const requestTemplates = { $default: '{"statusCode":200}' };
    const integration = new WebSocketMockIntegration(topic, { requestTemplates, templateSelectionExpression });
    const route = this.api.addRoute(topic, { integration, returnResponse: true });
    const made = route.node.findAll().find((each) => each instanceof CfnIntegration);
    if (made === undefined) throw new Error(`${route.node.path} has no integration beneath it`);
    new CfnIntegrationResponse(route, 'Answer', {
      apiId: this.api.apiId,
      integrationId: made.ref,
      integrationResponseKey: '$default',
      responseTemplates: { $default: answer },
      templateSelectionExpression,
    });
    return route;
  }

  private acknowledgeFindings(): void {
    Validations.of(this.stage).acknowledge({
      id: 'AwsSolutions-APIG1',
      reason:
        'API Gateway writes access logs of WebSockets with one role for all APIs of an account and region, which is not for one stack to set. The functions behind this API log each connection, whom they refuse and what fails, with the id of the request; metrics count connections, frames, errors and what API Gateway itself refuses.',
    });
    const stack = Stack.of(this);
    for (const arn of Object.values(this.connectionArns)) {
      Validations.of(stack).acknowledge({
        id: `AwsSolutions-IAM5[Resource::${flattenCfnReference(stack.resolve(arn))}]`,
        reason:
          'A connection has no id before it is opened. The ARN names this API, this stage and the method; its wildcard stands for the connection alone.',
      });
    }
  }
}
