import {
  CfnIntegrationResponse,
  CfnRoute,
  CfnRouteResponse,
  CfnStage,
  type HttpStage,
  type WebSocketStage,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { admittedPerSecond } from '../functions/core/access/rate-limit.ts';

/** A route with a throttle of its own. */
export interface ThrottledRoute {
  readonly routeKey: string;
  /** Share of the stage's throttle, rounded down to whole requests per second, at least one. */
  readonly share: number;
}

/** Gives routes of a stage throttles below the stage's. */
export function throttleRoutes(
  stage: HttpStage | WebSocketStage,
  throttle: number,
  routes: readonly ThrottledRoute[],
): void {
  const limits = (share: number) => {
    const limit = admittedPerSecond(throttle, share);
    return { ThrottlingRateLimit: limit, ThrottlingBurstLimit: limit };
  };
  cfnStageOf(stage).routeSettings = Object.fromEntries(routes.map(({ routeKey, share }) => [routeKey, limits(share)]));
}

/**
 * Has a stage made after everything that it deploys and that lies below a construct. A stage that deploys itself would
 * otherwise do so dozens of times while routes are made, up to the rate at which API Gateway lets an account do that, and
 * API Gateway refuses a stage whose settings name a route that does not exist yet
 * (github.com/terraform-aws-modules/terraform-aws-apigateway-v2/pull/80).
 */
export function deployAfterRoutes(stage: HttpStage | WebSocketStage, api: Construct): void {
  for (const each of api.node.findAll()) {
    if (each instanceof CfnRoute || each instanceof CfnRouteResponse || each instanceof CfnIntegrationResponse) {
      cfnStageOf(stage).addResourceDependency(each);
    }
  }
}

function cfnStageOf({ node }: HttpStage | WebSocketStage): CfnStage {
  const { defaultChild } = node;
  if (!(defaultChild instanceof CfnStage)) throw new Error(`${node.path} has no stage of API Gateway beneath it`);
  return defaultChild;
}
