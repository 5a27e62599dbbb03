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

/** The ARN of an Amazon Connect instance whose id is made of one hex digit. */
export const instanceArn = (digit: string) =>
  `arn:aws:connect:eu-central-1:123456789012:instance/${'00000000-0000-0000-0000-000000000000'.replaceAll('0', digit)}`;

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

type Resource = ReturnType<typeof resourcesOf>[number];

/** The logical id of a function's role. */
export const roleOf = (lambda: Resource): string => lambda.Properties.Role['Fn::GetAtt'][0];

/** Everything a function may do. */
export const actionsOf = (stack: Stack, lambda: Resource): readonly string[] =>
  resourcesOf(stack, 'AWS::IAM::Policy')
    .filter(({ Properties }) => Properties.Roles[0].Ref === roleOf(lambda))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .flatMap(({ Action }) => Action);
