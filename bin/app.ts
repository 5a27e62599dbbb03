import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { bundleFunctions } from '../lib/bundles.ts';
import { FlowsStack } from '../lib/flows-stack.ts';
import { OperationsStack } from '../lib/operations-stack.ts';
import { ServiceStack } from '../lib/service-stack.ts';
import { readSettings, type Settings, SettingsError } from '../lib/settings.ts';
import { StateStack } from '../lib/state-stack.ts';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

const settings = settingsOrExit();
const { stage } = settings;
const state = new StateStack(app, `Lastcall-${stage}-State`, { settings });
const bundles = await bundleFunctions(join(app.outdir, 'bundles'), {
  drivesAmazonConnect: settings.amazonConnectArns.length > 0,
  tracing: settings.tracing,
});
const service = new ServiceStack(app, `Lastcall-${stage}-Service`, { settings, state, bundles });
new OperationsStack(app, `Lastcall-${stage}-Operations`, { settings, service });
// A stack without resources cannot be deployed.
if (settings.connectInstanceArns.length > 0) {
  new FlowsStack(app, `Lastcall-${stage}-Flows`, { settings }).addStackDependency(service);
}

/** What is wrong with the settings, without the stack trace of an error in the app. */
function settingsOrExit(): Settings {
  try {
    return readSettings(app.node, process.env.CDK_DEFAULT_REGION);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
