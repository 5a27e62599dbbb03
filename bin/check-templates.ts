import { appFaults } from './templates/app-faults.ts';
import { stacksOf, variants } from './templates/variants.ts';

/**
 * Holds the stacks, with what cdk.json says and with every option, in a region of each partition, against CloudFormation's
 * schemas and the limits that services document. `npm run check` runs it.
 */
const faults = variants.flatMap((variant) => {
  const stacks = stacksOf(variant);
  return appFaults(stacks).map((fault) => `${variant.in.region}: ${fault}`);
});

for (const fault of new Set(faults)) console.error(fault);
if (faults.length > 0) process.exit(1);
console.log(`The templates are valid in ${variants.length} variants.`);
