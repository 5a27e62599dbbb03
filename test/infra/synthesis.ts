import { readdirSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { Template as CdkTemplate } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Bundles } from '../../lib/bundles.ts';
import { OperationsStack } from '../../lib/operations-stack.ts';
import { ServiceStack } from '../../lib/service-stack.ts';
import { readSettings } from '../../lib/settings.ts';
import { StateStack } from '../../lib/state-stack.ts';
import { aFolder } from '../support/a-folder.ts';
import { type Context, contextWith } from './context.ts';
import { type Template, template } from './templates.ts';

/** An app without the CDK's own check of its templates, which takes a second each time and is made by `npm run synth`. */
export const anApp = (context: Context = {}) =>
  new App({ context: contextWith(context), outdir: aFolder(), builtinCloudFormationValidation: false });

/** A bundle for every file in functions/, with nothing of it inside: what stacks look like does not depend on that. */
export function stubBundles(): Bundles {
  const folder = aFolder();
  writeFileSync(join(folder, 'index.mjs'), '');
  const files = readdirSync('functions').filter((file) => file.endsWith('.ts'));
  return { names: files.map((file) => parse(file).name), codeOf: () => Code.fromAsset(folder) };
}

/** The app in a context. */
export function appWith(context: Context = {}) {
  const app = anApp(context);
  const settings = readSettings(app.node);
  const state = new StateStack(app, 'State', { settings });
  const service = new ServiceStack(app, 'Service', { settings, state, bundles: stubBundles() });
  const operations = new OperationsStack(app, 'Operations', { settings, service });
  return { app, state, service, operations };
}

/** A stack as CloudFormation gets it. */
export const templateOf = (stack: Stack): Template => template.parse(CdkTemplate.fromStack(stack).toJSON());

/** The stacks of an app as CloudFormation gets them. */
export const templatesOf = ({ state, service, operations }: ReturnType<typeof appWith>) => ({
  state: templateOf(state),
  service: templateOf(service),
  operations: templateOf(operations),
});

/** The stacks of the app in a context. */
export const stacksWith = (context: Context = {}) => templatesOf(appWith(context));
