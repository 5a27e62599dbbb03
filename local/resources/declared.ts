import type { z } from 'zod';
import type { SynthesizedStack } from '../assembly/cloud-assembly.ts';
import { resolveIntrinsics, UnresolvedIntrinsic } from '../assembly/intrinsics.ts';
import { StartFault } from '../start-fault.ts';
import type { Place, ResourceType } from './resource-type.ts';
import { resourceTypeOf } from './resource-types.ts';
import { type StackReferences, stackReferences } from './stack-references.ts';

/** A resource of the app, its name settled and its honoured properties resolved and checked. */
export interface Declared<Properties> {
  readonly name: string;
  /** What a `Ref` to it gives. */
  readonly ref: string;
  readonly arn: string;
  readonly properties: Properties;
  /** The local path of an asset of its stack, by object key. */
  readonly assetPath: (objectKey: string) => string | undefined;
  /** A fault of this resource, worded so that it is found in the template. */
  readonly fault: (property: string, complaint: string) => StartFault;
}

/** All resources of one type in all stacks. */
export type Declarations = <Honoured extends z.ZodType>(
  type: ResourceType<Honoured>,
) => readonly Declared<z.output<Honoured>>[];

/**
 * Opens the stacks for reading.
 *
 * @throws StartFault at once for a resource type nobody knows, and when a type is read for a property nobody knows or
 * an intrinsic function that cannot be resolved.
 */
export function readDeclarations(stacks: readonly SynthesizedStack[], place: Place): Declarations {
  const exports = new Map<string, string>();
  const opened = stacks.map((stack) => {
    const references = stackReferences(stack, place, (name) => exports.get(name));
    refuseUnknownTypes(stack);
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

function readResource<Honoured extends z.ZodType>(
  stack: SynthesizedStack,
  references: StackReferences,
  logicalId: string,
  type: ResourceType<Honoured>,
): Declared<z.output<Honoured>> {
  const {
    Type: typeName,
    Properties: raw,
    Condition: condition,
  } = stack.template.Resources[logicalId] ?? { Type: '', Properties: {} };
  const fault = (property: string, complaint: string) =>
    resourceFault(stack, logicalId, typeName, `property ${property} ${complaint}`);
  if (condition !== undefined)
    throw resourceFault(stack, logicalId, typeName, `the condition ${condition} is not supported by the local run`);

  const resolved: Record<string, unknown> = {};
  for (const [property, value] of Object.entries(raw)) {
    if (type.inert === 'everything' || type.inert.includes(property)) continue;
    resolved[property] = orFault(
      () => resolveIntrinsics(value, references),
      (reason) => fault(property, `cannot be resolved: ${reason}`),
    );
  }
  const read = type.honoured.safeParse(resolved);
  if (!read.success) throw fault(...firstIssue(read.error));
  const { name, attributes } = orFault(
    () => ({ name: references.nameOf(logicalId), attributes: references.attributesOf(logicalId) }),
    (reason) => fault(type.naming?.property ?? 'name', `cannot be resolved: ${reason}`),
  );
  return {
    name,
    ref: attributes?.Ref ?? logicalId,
    arn: attributes?.Arn ?? '',
    properties: read.data,
    assetPath: (objectKey) => stack.assets.get(objectKey),
    fault,
  };
}

function firstIssue({ issues: [issue] }: z.ZodError): [property: string, complaint: string] {
  const path = issue?.path.map(String) ?? [];
  if (issue?.code === 'unrecognized_keys')
    return [[...path, issue.keys[0]].join('.'), 'is not supported by the local run'];
  return [path.join('.'), `is not supported by the local run with this value: ${issue?.message ?? 'unreadable'}`];
}

function refuseUnknownTypes(stack: SynthesizedStack): void {
  for (const [logicalId, { Type }] of Object.entries(stack.template.Resources)) {
    if (resourceTypeOf(stack.template, logicalId) === undefined)
      throw resourceFault(stack, logicalId, Type, 'the type is not supported by the local run');
  }
}

function readExports(
  { name, template }: SynthesizedStack,
  references: StackReferences,
  exports: Map<string, string>,
): void {
  for (const [output, { Value: value, Export: exported }] of Object.entries(template.Outputs)) {
    if (exported === undefined) continue;
    const resolve = (what: unknown) =>
      orFault(
        () => String(resolveIntrinsics(what, references)),
        (reason) => new StartFault(`Stack ${name}, output ${output} cannot be resolved: ${reason}`),
      );
    exports.set(resolve(exported.Name), resolve(value));
  }
}

function orFault<T>(deed: () => T, toFault: (reason: string) => StartFault): T {
  try {
    return deed();
  } catch (error) {
    if (error instanceof UnresolvedIntrinsic) throw toFault(error.message);
    throw error;
  }
}

function resourceFault(stack: SynthesizedStack, logicalId: string, type: string, complaint: string): StartFault {
  return new StartFault(`Stack ${stack.name}, resource ${logicalId} (${type}): ${complaint}`);
}
