import { appFaults } from '../../bin/templates/app-faults.ts';
import type { Resource, Template } from '../../bin/templates/fault.ts';
import { everyOption, stacksOf } from '../../bin/templates/variants.ts';

/** A region whose partition has ARNs and domains of its own. */
export const china = { partition: 'aws-cn', region: 'cn-northwest-1' } as const;
/** The stacks of the app there, with every option. */
export const stacks = stacksOf({ context: everyOption(china), in: china });
export const serviceName = 'Lastcall-a-stage-of-20-letter-Service';

/** What is found after a change of the service stack. */
export function faultsAfter(plant: (service: Template) => void): readonly string[] {
  const changed = structuredClone(stacks);
  const service = changed.find(({ place }) => place.stackName === serviceName);
  if (service === undefined) throw new Error(`There is no stack ${serviceName}`);
  plant(service.template);
  return appFaults(changed);
}

/** What is found after other properties of the first resource of a type. */
export const faultsWith = (type: string, properties: Record<string, unknown>) =>
  faultsAfter(({ Resources }) => {
    Object.assign(resourceIn(Resources, type).Properties, properties);
  });

/** The first resource of a type. */
export function resourceIn(resources: Template['Resources'], type: string): Resource {
  const found = Object.values(resources).find(({ Type }) => Type === type);
  if (found === undefined) throw new Error(`There is no ${type}`);
  return found;
}
