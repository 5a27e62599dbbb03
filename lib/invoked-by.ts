import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';

interface Invoker {
  readonly service: 'apigateway' | 'events';
  /** The resource of an ARN of the deployment, with everything below it that may invoke the function. */
  readonly source: { readonly service: string; readonly resource: string; readonly resourceName: string };
}

/**
 * Lets all routes of an API, or all rules of a bus, invoke a function by one permission. The CDK would make one for each of them, and
 * every one is a resource.
 *
 * @returns the function for integrations and targets, to which they add no permission
 */
export function invokedBy(lambda: IFunction, { service, source }: Invoker): IFunction {
  lambda.addPermission(service, {
    principal: new ServicePrincipal(`${service}.amazonaws.com`),
    sourceArn: Stack.of(lambda).formatArn(source),
  });
  const { functionArn } = lambda;
  return LambdaFunction.fromFunctionAttributes(lambda, `By-${service}`, { functionArn, skipPermissions: true });
}
