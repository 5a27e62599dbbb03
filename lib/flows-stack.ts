import { Arn, ArnFormat, Stack, type StackProps } from 'aws-cdk-lib';
import { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FlowFunctionName } from './flow-modules/catalogue.ts';
import { FlowModules } from './flow-modules.ts';
import type { Settings } from './settings.ts';

export interface FlowsStackProps extends StackProps {
  readonly settings: Settings;
}

/**
 * The resources in the Amazon Connect instances themselves. It refers to functions by name: a reference would keep the
 * service stack from removing a function as long as this stack exists, and it exists on when no instance is named any more.
 */
export class FlowsStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: FlowsStackProps) {
    super(scope, id, props);
    const prefix = `lastcall-${settings.stage}`;
    const named = (name: FlowFunctionName) => Lambda.fromFunctionName(this, name, `${prefix}-${name}`);
    const functions = {
      'flow-set-chat-timeouts': named('flow-set-chat-timeouts'),
      'flow-set-security-user': named('flow-set-security-user'),
      'flow-terminate-agent-session': named('flow-terminate-agent-session'),
    };
    for (const instanceArn of settings.connectInstanceArns) {
      const instanceId = Arn.split(instanceArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName;
      new FlowModules(this, `Instance-${instanceId}`, { instanceArn, functions, prefix });
    }
  }
}
