import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { bundleFunctions } from '../lib/bundles.ts';
import { FlowsStack } from '../lib/flows-stack.ts';
import { OperationsStack } from '../lib/operations-stack.ts';
import { ServiceStack } from '../lib/service-stack.ts';
import { readSettings } from '../lib/settings.ts';
import { StateStack } from '../lib/state-stack.ts';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

const settings = readSettings(app.node);
const { stage } = settings;
const state = new StateStack(app, `Lastcall-${stage}-State`, { settings });
const bundles = bundleFunctions(join(app.outdir, 'bundles'));
const service = new ServiceStack(app, `Lastcall-${stage}-Service`, { settings, state, bundles });
new OperationsStack(app, `Lastcall-${stage}-Operations`, { settings, service });
// A stack without resources cannot be deployed.
if (settings.connectInstanceArns.length > 0) {
  new FlowsStack(app, `Lastcall-${stage}-Flows`, { settings }).addStackDependency(service);
}
