import type { Construct } from 'constructs';
import type { Bundles } from './bundles.ts';
import { FlowsStack } from './flows-stack.ts';
import { OperationsStack } from './operations-stack.ts';
import { ServiceStack } from './service-stack.ts';
import type { Settings } from './settings.ts';
import { StateStack } from './state-stack.ts';

/** The stacks of one deployment that others look into. */
export interface LastcallStacks {
  readonly state: StateStack;
  readonly service: ServiceStack;
}

/** Makes the stacks of a stage. Their names are the same whoever deploys them: a person, or a pipeline. */
export function lastcallStacks(scope: Construct, settings: Settings, bundles: Bundles): LastcallStacks {
  const named = (part: string) => `Lastcall-${settings.stage}-${part}`;
  const propsOf = (part: string) => ({ settings, stackName: named(part) });
  const state = new StateStack(scope, named('State'), propsOf('State'));
  const service = new ServiceStack(scope, named('Service'), { ...propsOf('Service'), state, bundles });
  new OperationsStack(scope, named('Operations'), { ...propsOf('Operations'), service });
  // A stack without resources cannot be deployed.
  if (settings.connectInstanceArns.length > 0)
    new FlowsStack(scope, named('Flows'), propsOf('Flows')).addStackDependency(service);
  return { state, service };
}
