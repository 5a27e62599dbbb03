import type { z } from 'zod';
import type { SynthesizedStack } from '../assembly/cloud-assembly.ts';
import { resolveIntrinsics, UnresolvedIntrinsic } from '../assembly/intrinsics.ts';
import { StartError } from '../start-error.ts';
import type { AppAddresses, ResourceType } from './resource-type.ts';
import { resourceTypeOf } from './resource-types.ts';
import { type StackReferences, stackReferences } from './stack-references.ts';

/** A resource of the app, with its physical name, and its supported properties resolved and checked. */
export interface Declared<Properties> {
  readonly name: string;
  /** What a `Ref` to it returns. */
  readonly ref: string;
  readonly arn: string;
  readonly properties: Properties;
  /** The local path of an asset of its stack, by object key. */
  readonly assetPath: (objectKey: string) => string | undefined;
  /** An error about one of its properties that names stack, logical id and type. */
  readonly propertyError: (property: string, problem: string) => StartError;
}

/** All resources of one type in all stacks. */
export type Declarations = <Schema extends z.ZodType>(
  type: ResourceType<Schema>,
) => readonly Declared<z.output<Schema>>[];

/**
 * Reads the resources of stacks.
 *
 * @throws StartError at once for an unsupported resource type; when a type is read, for an unsupported property or an
 * intrinsic function that cannot be resolved
 */
export function readDeclarations(stacks: readonly SynthesizedStack[], addresses: AppAddresses): Declarations {
  const exports = new Map<string, string>();
  const opened = stacks.map((stack) => {
    const references = stackReferences(stack, addresses, (name) => exports.get(name));
    refuseUnsupportedTypes(stack);
    readExports(stack, references, exports);
    return { stack, references };
  });
  return (type) =>
    opened.flatMap(({ stack, references }) =>
      Object.keys(stack.template.Resources)
        .filter((logicalId) => resourceTypeOf(stack.template, logicalId) === type)
        .map((logicalId) => readResource(stack, references, logicalId, type)),
    );
}

function readResource<Schema extends z.ZodType>(
  stack: SynthesizedStack,
  references: StackReferences,
  logicalId: string,
  type: ResourceType<Schema>,
): Declared<z.output<Schema>> {
  const {
    Type: typeName,
    Properties: raw,
    Condition: condition,
  } = stack.template.Resources[logicalId] ?? { Type: '', Properties: {} };
  const propertyError = (property: string, problem: string) =>
    resourceError(stack, logicalId, typeName, `property ${property} ${problem}`);
  if (condition !== undefined)
    throw resourceError(stack, logicalId, typeName, `the condition ${condition} is not supported by the local run`);

  const resolved: Record<string, unknown> = {};
  for (const [property, value] of Object.entries(raw)) {
    if (type.ignored === 'everything' || type.ignored.includes(property)) continue;
    resolved[property] = resolveOrThrow(
      () => resolveIntrinsics(value, references),
      (reason) => propertyError(property, `cannot be resolved: ${reason}`),
    );
  }
  const read = type.supported.safeParse(resolved);
  if (!read.success) throw propertyError(...firstIssue(read.error));
  const { name, attributes } = resolveOrThrow(
    () => ({ name: references.nameOf(logicalId), attributes: references.attributesOf(logicalId) }),
    (reason) => propertyError(type.naming?.property ?? 'name', `cannot be resolved: ${reason}`),
  );
  return {
    name,
    ref: attributes?.Ref ?? logicalId,
    arn: attributes?.Arn ?? '',
    properties: read.data,
    assetPath: (objectKey) => stack.assets.get(objectKey),
    propertyError,
  };
}

function firstIssue({ issues: [issue] }: z.ZodError): [property: string, problem: string] {
  const path = issue?.path.map(String) ?? [];
  if (issue?.code === 'unrecognized_keys')
    return [[...path, issue.keys[0]].join('.'), 'is not supported by the local run'];
  return [path.join('.'), `is not supported by the local run with this value: ${issue?.message ?? 'unreadable'}`];
}

function refuseUnsupportedTypes(stack: SynthesizedStack): void {
  for (const [logicalId, { Type }] of Object.entries(stack.template.Resources)) {
    if (resourceTypeOf(stack.template, logicalId) === undefined)
      throw resourceError(stack, logicalId, Type, 'the type is not supported by the local run');
  }
}

function readExports(
  { name, template }: SynthesizedStack,
  references: StackReferences,
  exports: Map<string, string>,
): void {
  for (const [output, { Value: value, Export: exported }] of Object.entries(template.Outputs)) {
    if (exported === undefined) continue;
    const resolve = (raw: unknown) =>
      resolveOrThrow(
        () => String(resolveIntrinsics(raw, references)),
        (reason) => new StartError(`Stack ${name}, output ${output} cannot be resolved: ${reason}`),
      );
    exports.set(resolve(exported.Name), resolve(value));
  }
}

function resolveOrThrow<T>(resolve: () => T, toError: (reason: string) => StartError): T {
  try {
    return resolve();
  } catch (error) {
    if (error instanceof UnresolvedIntrinsic) throw toError(error.message);
    throw error;
  }
}

function resourceError(stack: SynthesizedStack, logicalId: string, type: string, problem: string): StartError {
  return new StartError(`Stack ${stack.name}, resource ${logicalId} (${type}): ${problem}`);
}
