import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { bundleFunctions, bundleOptionsOf } from '../lib/bundles.ts';
import { lastcallStacks } from '../lib/lastcall-stacks.ts';
import { readSettings } from '../lib/settings.ts';
import { settingsOrExit } from './settings-or-exit.ts';

const { CDK_DEFAULT_ACCOUNT, CDK_DEFAULT_REGION } = process.env;
const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

await settingsOrExit(async () => {
  const settings = readSettings(app.node, { account: CDK_DEFAULT_ACCOUNT, region: CDK_DEFAULT_REGION });
  lastcallStacks(app, settings, await bundleFunctions(join(app.outdir, 'bundles'), bundleOptionsOf(settings)));
});
