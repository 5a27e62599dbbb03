import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { type Bundles, bundleFunctions } from '../../lib/bundles.ts';
import { ServiceStack } from '../../lib/service-stack.ts';
import { keepsData, readSettings } from '../../lib/settings.ts';
import { StateStack } from '../../lib/state-stack.ts';

type Context = Readonly<Record<string, unknown>>;

const cdkJson = z
  .object({ context: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync('cdk.json', 'utf8')));

/**
 * An app with the context of cdk.json and, over it, what `cdk -c` would set. The CDK's own check of the templates takes
 * a second each time; `npm run synth` does it once.
 */
export const anApp = (context: Context = {}) =>
  new App({ context: { ...cdkJson.context, ...context }, builtinCloudFormationValidation: false });

/** A folder of nobody else. */
export const scratchFolder = () => mkdtempSync(join(tmpdir(), 'lastcall-infra-'));

/** The functions of this repository, bundled. */
export const bundled = (): Bundles => bundleFunctions(scratchFolder());

/** Both stacks with what they deploy. */
export function stacks(bundles: Bundles, context: Context = {}) {
  const app = anApp(context);
  const settings = readSettings(app.node);
  const state = new StateStack(app, 'State', { keepsData: keepsData(settings.stage) });
  return { app, service: new ServiceStack(app, 'Service', { settings, state, bundles }) };
}

const resource = z.object({
  Properties: z.record(z.string(), z.any()).default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});

/** The resources of a type in a stack as CloudFormation gets them, with their logical ids. */
export const resourcesOf = (stack: Stack, type: string) =>
  Object.entries(Template.fromStack(stack).findResources(type)).map(([id, body]) => ({ id, ...resource.parse(body) }));
