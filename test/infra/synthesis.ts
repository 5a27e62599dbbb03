import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { type Bundles, bundleFunctions } from '../../lib/bundles.ts';
import { OperationsStack } from '../../lib/operations-stack.ts';
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
  new App({
    context: { ...cdkJson.context, ...context },
    outdir: scratchFolder(),
    builtinCloudFormationValidation: false,
  });

/** The ARN of an Amazon Connect instance whose id is made of one hex digit. */
export const instanceArn = (digit: string) =>
  `arn:aws:connect:eu-central-1:123456789012:instance/${'00000000-0000-0000-0000-000000000000'.replaceAll('0', digit)}`;

/** The ARN of an SNS topic. */
export const topicArn = (name: string) => `arn:aws:sns:eu-central-1:123456789012:${name}`;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A folder of nobody else. It is removed when the suite is over. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lastcall-infra-'));
  folders.push(folder);
  return folder;
}

/** The functions of this repository, bundled. */
export const bundled = (): Bundles => bundleFunctions(scratchFolder());

/** The stacks with what they deploy. */
export function stacks(bundles: Bundles, context: Context = {}) {
  const app = anApp(context);
  const settings = readSettings(app.node);
  const state = new StateStack(app, 'State', { keepsData: keepsData(settings.stage) });
  const service = new ServiceStack(app, 'Service', { settings, state, bundles });
  return { app, service, operations: new OperationsStack(app, 'Operations', { settings, service }) };
}

const resource = z.object({
  Properties: z.record(z.string(), z.any()).default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
  DependsOn: z.array(z.string()).optional(),
});

/** The resources of a type in a stack as CloudFormation gets them, with their logical ids. */
export const resourcesOf = (stack: Stack, type: string) =>
  Object.entries(Template.fromStack(stack).findResources(type)).map(([id, body]) => ({ id, ...resource.parse(body) }));

type Resource = ReturnType<typeof resourcesOf>[number];

/** The logical id of a function's role. */
export const roleOf = (lambda: Resource): string => lambda.Properties.Role['Fn::GetAtt'][0];

/** The file a function comes from. */
export const fileOf = ({ Properties }: Resource): string =>
  z.string().parse(Properties.FunctionName).replace('lastcall-dev-', '');

/** The function of a file. */
export function functionOf(stack: Stack, name: string): Resource {
  const lambda = resourcesOf(stack, 'AWS::Lambda::Function').find((each) => fileOf(each) === name);
  if (lambda === undefined) throw new Error(`No function ${name}`);
  return lambda;
}

const oneOrMore = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([z.array(schema), schema.transform((one) => [one])]);
const statement = z.object({ Action: oneOrMore(z.string()), Resource: oneOrMore(z.unknown()) });
const policy = z.object({ PolicyDocument: z.object({ Statement: z.array(statement) }) });

/** What the role of a function says, by itself and by policies on it: each action with each of its resources, as CloudFormation gets them. */
export function grantsOf(stack: Stack, lambda: Resource) {
  const role = resourcesOf(stack, 'AWS::IAM::Role').find(({ id }) => id === roleOf(lambda));
  const onRole = resourcesOf(stack, 'AWS::IAM::Policy').filter(
    ({ Properties }) => Properties.Roles[0].Ref === role?.id,
  );
  return z
    .array(policy)
    .parse([...(role?.Properties.Policies ?? []), ...onRole.map(({ Properties }) => Properties)])
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => ({ action, resource: JSON.stringify(resource) }))),
    );
}

/** Everything a function may do. */
export const actionsOf = (stack: Stack, lambda: Resource): readonly string[] => [
  ...new Set(grantsOf(stack, lambda).map(({ action }) => action)),
];

/** What a function may do with tables, such as `Chats: GetItem` or `Transcripts/index/byTime: Query`. */
export const tableGrantsOf = (stack: Stack, lambda: Resource): readonly string[] =>
  grantsOf(stack, lambda).flatMap(({ action, resource }) => {
    const [, table, index = ''] =
      /GetAtt([A-Z][A-Za-z]+?)[0-9A-F]{8}Arn[0-9A-F]{8}"(?:\},"(\/index\/\w+)")?/.exec(resource) ?? [];
    return table === undefined ? [] : [`${table}${index}: ${action.replace('dynamodb:', '')}`];
  });

/**
 * All that a function is given: what it may do on tables and beyond them, and the variables that tell it where. To write
 * its log is everybody's, and to read the queue that a function works comes with the queue.
 */
export function accessOf(stack: Stack, name: string) {
  const lambda = functionOf(stack, name);
  const beyond = actionsOf(stack, lambda).filter((action) => !/^(logs|dynamodb):|^sqs:(?!SendMessage)/.test(action));
  return {
    tables: [...tableGrantsOf(stack, lambda)].sort(),
    beyond: beyond.sort(),
    variables: Object.keys(lambda.Properties.Environment.Variables).sort(),
  };
}
