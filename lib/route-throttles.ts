import { CfnStage, type HttpStage, type WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IConstruct } from 'constructs';

/** A route that takes only a part of what its stage takes. */
export interface ThrottledRoute {
  readonly route: IConstruct;
  readonly routeKey: string;
  /** Of the stage's throttle; rounded down to whole requests per second, but one at the least. */
  readonly share: number;
}

/**
 * Gives routes of a stage throttles of their own, below the stage's.
 *
 * The stage then comes after its routes: API Gateway refuses one whose settings name a route that is not there yet
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
