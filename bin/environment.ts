import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { bundleFunctions, bundleOptionsOf } from '../lib/bundles.ts';
import { lastcallStacks } from '../lib/lastcall-stacks.ts';
import { readEnvironments } from '../lib/pipeline-settings.ts';
import { stageOf } from '../lib/pipeline-stage.ts';
import { settingsOrExit } from './settings-or-exit.ts';

/**
 * The app of one environment of cdk.json, `pipelineStaging` or `pipelineProduction`, as the pipeline has it: with the settings
 * of the environment, for its account and region. A pipeline that is no stack synthesizes it: `node bin/environment.ts staging`.
 */
const environments = { staging: 'Staging', production: 'Production' } as const;

const [, , named] = process.argv;
if (named !== 'staging' && named !== 'production') {
  console.error(`The environment must be staging or production, got ${named ?? 'nothing'}`);
  process.exit(1);
}

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

await settingsOrExit(async () => {
  const { stage, settings } = stageOf(app, environments[named], readEnvironments(app.node)[named]);
  lastcallStacks(stage, settings, await bundleFunctions(join(app.outdir, 'bundles'), bundleOptionsOf(settings)));
});
