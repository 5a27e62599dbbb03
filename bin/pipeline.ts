import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { bundleFunctions, bundleOptionsOf } from '../lib/bundles.ts';
import { readPipelineSettings } from '../lib/pipeline-settings.ts';
import { PipelineStack } from '../lib/pipeline-stack.ts';
import { settingsOrExit } from './settings-or-exit.ts';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

await settingsOrExit(async () => {
  const stack = new PipelineStack(app, 'Lastcall-Pipeline', { settings: readPipelineSettings(app.node) });
  await stack.addStages((settings) => {
    const options = bundleOptionsOf(settings);
    return bundleFunctions(join(app.outdir, `bundles-of-${settings.stage}`), options);
  });
});
