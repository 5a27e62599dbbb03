import { Arn, ArnFormat } from 'aws-cdk-lib';
import type { Node } from 'constructs';
import * as z from 'zod';
import { keepsData, type pipelineNames, SettingsError } from './settings.ts';

/** An object in cdk.json, or JSON as text from the command line. */
const environment = z
  .union([
    z.record(z.string(), z.unknown()),
    z.string().transform((text, context) => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue('no JSON');
        return z.NEVER;
      }
    }),
  ])
  .pipe(
    z.looseObject({
      account: z.string().regex(/^\d{12}$/),
      region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/),
      stage: z.string(),
    }),
  )
  .transform(({ account, region, ...context }) => ({ account, region, stage: context.stage, context }));

const environmentForm =
  'an object with account (12 digits), region, stage, and any other setting that differs, such as {"account": "123456789012", "region": "eu-central-1", "stage": "staging"}';

const fields = z.object({
  pipelineConnectionArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:(codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection\/[0-9a-f-]{36}$/)
    .describe(
      'the ARN of a connection to the host of the repository, such as arn:aws:codeconnections:eu-central-1:123456789012:connection/11111111-2222-3333-4444-555555555555',
    ),
  pipelineRepository: z
    .string()
    .regex(/^[\w.-]+(\/[\w.-]+)+$/)
    .describe('a repository with its owner, such as example/lastcall'),
  pipelineBranch: z
    .string()
    .regex(/^[\w./-]{1,255}$/)
    .default('main')
    .describe('the name of a branch'),
  pipelineStaging: environment.describe(environmentForm),
  pipelineProduction: environment
    .refine(({ stage }) => keepsData(stage))
    .describe(`${environmentForm}, whose stage is not dev, which does not keep its data`),
} satisfies Record<(typeof pipelineNames)[number], z.ZodType>);

/** Where a pipeline deploys to, and with which settings. */
export interface PipelineEnvironment {
  readonly account: string;
  readonly region: string;
  readonly stage: string;
  /** Settings over those of the app's context. */
  readonly context: Readonly<Record<string, unknown>>;
}

/** What an operator chooses for the pipeline. */
export interface PipelineSettings {
  /** The account and region of the connection, in which the pipeline is, too. */
  readonly account: string;
  readonly region: string;
  readonly connectionArn: string;
  readonly repository: string;
  /** @default main */
  readonly branch: string;
  readonly staging: PipelineEnvironment;
  readonly production: PipelineEnvironment;
}

/** The two environments, which every pipeline has. */
export type PipelineEnvironments = Pick<PipelineSettings, 'staging' | 'production'>;

const environments = fields.pick({ pipelineStaging: true, pipelineProduction: true });

/** Reads the environments alone, for a pipeline that is no stack. @throws SettingsError as below */
export function readEnvironments(node: Node): PipelineEnvironments {
  const { pipelineStaging: staging, pipelineProduction: production } = readContext(environments, node);
  refuseTheSame(staging, production);
  return { staging, production };
}

/** Reads the settings of the pipeline. @throws SettingsError that names every value that is missing or wrong */
export function readPipelineSettings(node: Node): PipelineSettings {
  const context = readContext(fields, node);
  const { account = '', region = '' } = Arn.split(context.pipelineConnectionArn, ArnFormat.SLASH_RESOURCE_NAME);
  return {
    ...{ account, region, connectionArn: context.pipelineConnectionArn, ...readEnvironments(node) },
    repository: context.pipelineRepository,
    branch: context.pipelineBranch,
  };
}

function readContext<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, node: Node) {
  const context = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, node.tryGetContext(name)]));
  const parsed = schema.safeParse(context);
  if (parsed.success) return parsed.data;
  const wrong = new Set(parsed.error.issues.map(({ path: [name] }) => name));
  const faults = Object.keys(schema.shape).flatMap((name) =>
    wrong.has(name)
      ? [`Context value ${name} must be ${descriptions[name]}, got ${JSON.stringify(context[name]) ?? 'nothing'}`]
      : [],
  );
  throw new SettingsError(`${faults.join('\n')}\nSet it in cdk.json, which the pipeline reads from the repository.`);
}

const descriptions: Readonly<Record<string, string | undefined>> = Object.fromEntries(
  Object.entries(fields.shape).map(([name, { description }]) => [name, description]),
);

/** Two stages of one name in one account and region are one: the second would be deployed over the first. */
function refuseTheSame(staging: PipelineEnvironment, production: PipelineEnvironment): void {
  const where = ({ account, region, stage }: PipelineEnvironment) =>
    `stage ${stage} of account ${account} in ${region}`;
  if (where(staging) === where(production))
    throw new SettingsError(
      `pipelineStaging and pipelineProduction are the same ${where(staging)}: production would replace staging. Give them different stages.`,
    );
}
