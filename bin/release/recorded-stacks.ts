import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
  Outputs: z
    .record(z.string(), z.object({ Value: z.unknown(), Export: z.object({ Name: z.string() }).optional() }))
    .default({}),
});

/**
 * What data, callers or other stacks hold on to, by type, with the properties for which CloudFormation would replace the
 * resource by a new and empty one, or which the code of a release needs as they are.
 */
const held = {
  'AWS::DynamoDB::Table': [
    'TableName',
    'KeySchema',
    'AttributeDefinitions',
    'LocalSecondaryIndexes',
    'GlobalSecondaryIndexes',
    'TimeToLiveSpecification',
  ],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
  'AWS::Events::EventBus': ['Name'],
  'AWS::ApiGatewayV2::Api': ['ProtocolType'],
  'AWS::Lambda::Function': ['FunctionName'],
} as const satisfies Record<string, readonly string[]>;

/** Stacks in which every resource is held, whatever its type. */
const stacksOfData = ['State'];
/** Log groups of functions may go with their functions. */
const isHeld = (stack: string, type: string) =>
  stacksOfData.includes(stack) || (type in held && type !== 'AWS::Logs::LogGroup');

export const recordedStacks = z.record(
  z.string(),
  z.object({
    /** By logical id. */
    resources: z.record(z.string(), z.object({ type: z.string(), properties: z.record(z.string(), z.unknown()) })),
    /** What other stacks import: the value by the name of the export, without that of the stack. */
    exports: z.record(z.string(), z.unknown()),
  }),
);

/** Of each stack, what must not change under the feet of those who hold on to it. */
export type RecordedStacks = z.output<typeof recordedStacks>;

/** Reads that from a synthesized assembly. @throws Error for a kind of data that `held` does not know */
export function recordStacks(assembly: string): RecordedStacks {
  return Object.fromEntries(
    ['State', 'Service', 'Operations'].map((stack) => {
      const file = join(assembly, `Lastcall-dev-${stack}.template.json`);
      const { Resources, Outputs } = template.parse(JSON.parse(readFileSync(file, 'utf8')));
      const resources = Object.entries(Resources)
        .filter(([, { Type }]) => isHeld(stack, Type))
        .map(([id, { Type, Properties }]) => [id, { type: Type, properties: heldOf(Type, Properties) }]);
      const exports = Object.values(Outputs).flatMap(({ Value, Export }) =>
        Export === undefined ? [] : [[Export.Name.replace(/^.*:/, ''), Value]],
      );
      return [stack, { resources: Object.fromEntries(resources), exports: Object.fromEntries(exports) }];
    }),
  );
}

const propertiesByType: Readonly<Record<string, readonly string[]>> = held;

function heldOf(type: string, properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = propertiesByType[type];
  if (names === undefined) throw new Error(`Say in bin/release/recorded-stacks.ts what a ${type} must not change`);
  return Object.fromEntries(names.flatMap((name) => (name in properties ? [[name, properties[name]]] : [])));
}
