import { CfnStage, type HttpStage, type WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IConstruct } from 'constructs';

/** A route with a throttle of its own. */
export interface ThrottledRoute {
  readonly route: IConstruct;
  readonly routeKey: string;
  /** Share of the stage's throttle, rounded down to whole requests per second, at least one. */
  readonly share: number;
}

/**
 * Gives routes of a stage throttles below the stage's.
 *
 * The stage is made after its routes: API Gateway refuses a stage whose settings name a route that does not exist yet
 * (github.com/terraform-aws-modules/terraform-aws-apigateway-v2/pull/80).
 */
export function throttleRoutes(
  stage: HttpStage | WebSocketStage,
  throttle: number,
  routes: readonly ThrottledRoute[],
): void {
  const { defaultChild } = stage.node;
  if (!(defaultChild instanceof CfnStage)) throw new Error(`${stage.node.path} has no stage of API Gateway beneath it`);
  const limits = (share: number) => {
    const limit = Math.max(1, Math.floor(throttle * share));
    return { ThrottlingRateLimit: limit, ThrottlingBurstLimit: limit };
  };
  defaultChild.routeSettings = Object.fromEntries(routes.map(({ routeKey, share }) => [routeKey, limits(share)]));
  stage.node.addDependency(...routes.map(({ route }) => route));
}
