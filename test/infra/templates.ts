import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { assemblyFolder } from '../app/assembly.ts';

const resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.any()).default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
  UpdatePolicy: z.record(z.string(), z.unknown()).optional(),
  DependsOn: z.array(z.string()).optional(),
});

/** A stack as CloudFormation gets it. */
export const template = z.object({
  Resources: z.record(z.string(), resource),
  Outputs: z.record(z.string(), z.unknown()).default({}),
});

export type Template = z.output<typeof template>;

/** A resource with its logical id. */
export type Resource = z.output<typeof resource> & { readonly id: string };

const deployed = (stack: string): Template =>
  template.parse(JSON.parse(readFileSync(join(assemblyFolder(), `Lastcall-dev-${stack}.template.json`), 'utf8')));

/** The stacks of the shared assembly, whose context is that of the local run. */
export const deployedStacks = () => ({
  state: deployed('State'),
  service: deployed('Service'),
  operations: deployed('Operations'),
});

/** The resources of a type. */
export const resourcesOf = ({ Resources }: Template, type: string): readonly Resource[] =>
  Object.entries(Resources).flatMap(([id, body]) => (body.Type === type ? [{ id, ...body }] : []));

/** The functions of a stack. */
export const functionsOf = (stack: Template) => resourcesOf(stack, 'AWS::Lambda::Function');

/** The file that a function comes from. */
export const fileOf = ({ Properties }: Resource): string =>
  z
    .string()
    .parse(Properties.FunctionName)
    .replace(/^lastcall-[a-z]+-/, '');

/** The function of a file. */
export function functionOf(stack: Template, file: string): Resource {
  const lambda = functionsOf(stack).find((each) => fileOf(each) === file);
  if (lambda === undefined) throw new Error(`No function ${file}`);
  return lambda;
}

/** The functions that the property of a resource refers to by ARN. */
export const functionsIn = (stack: Template, property: unknown): readonly Resource[] =>
  functionsOf(stack).filter(({ id }) => JSON.stringify(property ?? null).includes(`{"Fn::GetAtt":["${id}","Arn"]}`));

/** The API of a protocol, and what belongs to it. */
export function apiOf(stack: Template, protocol: 'HTTP' | 'WEBSOCKET') {
  const api = resourcesOf(stack, 'AWS::ApiGatewayV2::Api').find(
    ({ Properties }) => Properties.ProtocolType === protocol,
  );
  const ofApi = (type: 'Route' | 'RouteResponse' | 'Integration' | 'IntegrationResponse' | 'Authorizer' | 'Stage') =>
    resourcesOf(stack, `AWS::ApiGatewayV2::${type}`).filter(({ Properties }) => Properties.ApiId.Ref === api?.id);
  return { api, ofApi };
}

/** The dashboard, as one text. */
export const dashboardOf = (operations: Template): string =>
  JSON.stringify(resourcesOf(operations, 'AWS::CloudWatch::Dashboard').map((each) => each.Properties.DashboardBody));
