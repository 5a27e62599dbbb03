import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { FunctionName } from './function-inventory.ts';
import type { Functions } from './functions.ts';
import { openRoutes, type Route, routes, signedRoute } from './routes.ts';

/** Whether more than one of some routes lead to a function. */
export const hasSeveral = (name: FunctionName, some: readonly Route[]): boolean =>
  some.filter(([, , each]) => each === name).length > 1;

/**
 * What hands requests to functions, one for each. A function of several routes is given one permission for all of the
 * API instead of one for each route. The others keep theirs: what the CDK gives for all of the API asks for a path, and
 * the ARN of `$default` has none.
 */
export function httpIntegrations(functions: Functions<FunctionName>): (name: FunctionName) => HttpLambdaIntegration {
  const integrations = new Map<FunctionName, HttpLambdaIntegration>();
  const integrate = (name: FunctionName) => {
    const scopePermissionToRoute = !hasSeveral(name, [...routes, signedRoute, ...openRoutes]);
    return new HttpLambdaIntegration(`${name}-integration`, functions.get(name), { scopePermissionToRoute });
  };
  return (name) => {
    const made = integrations.get(name) ?? integrate(name);
    integrations.set(name, made);
    return made;
  };
}
