import { Stack } from 'aws-cdk-lib';
import { CfnContactFlowModule, CfnIntegrationAssociation } from 'aws-cdk-lib/aws-connect';
import { CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type FlowFunctionName, flowModules } from './flow-modules/catalogue.ts';

export interface FlowModulesProps {
  /** The Amazon Connect instance that gets the modules. */
  readonly instanceArn: string;
  /** The functions that the modules invoke, in the region of the instance. */
  readonly functions: Readonly<Record<FlowFunctionName, IFunction>>;
  /** The beginning of the name of each module. Names are unique in an instance. */
  readonly prefix: string;
}

/** The flow modules in one Amazon Connect instance, and its associations with the functions that they invoke, and its right to invoke them. */
export class FlowModules extends Construct {
  constructor(scope: Construct, id: string, { instanceArn, functions, prefix }: FlowModulesProps) {
    super(scope, id);
    const associations = Object.entries(functions).flatMap(([name, { functionArn }]) => [
      new CfnIntegrationAssociation(this, name, {
        instanceId: instanceArn,
        integrationType: 'LAMBDA_FUNCTION',
        integrationArn: functionArn,
      }),
      // Here, and not beside the function, because each instance would take three of the service stack's resources.
      new CfnPermission(this, `${name}-permission`, {
        action: 'lambda:InvokeFunction',
        functionName: functionArn,
        principal: 'connect.amazonaws.com',
        sourceArn: instanceArn,
      }),
    ]);
    for (const { name, description, contentOf } of flowModules) {
      const content = contentOf((functionName) => functions[functionName].functionArn);
      const module = new CfnContactFlowModule(this, `${name}-module`, {
        instanceArn,
        name: `${prefix}-${name}`,
        description,
        content: Stack.of(this).toJsonString(content),
      });
      // Amazon Connect refuses content that invokes a function before it is associated.
      module.node.addDependency(...associations);
    }
  }
}
