import { createHash } from 'node:crypto';
import type { SynthesizedStack } from '../assembly/cloud-assembly.ts';
import { type References, resolveIntrinsics } from '../assembly/intrinsics.ts';
import type { Place } from './resource-type.ts';
import { resourceTypeOf } from './resource-types.ts';

/** The names and references of one stack. */
export interface StackReferences extends References {
  /** What a resource is called here: the name its template gives it, or one made of stack and logical id. */
  nameOf(logicalId: string): string;
  attributesOf(logicalId: string): Readonly<Record<string, string>> | undefined;
}

/** Resolves what the intrinsics of a stack's template point at. */
export function stackReferences(
  { name: stackName, template }: SynthesizedStack,
  place: Place,
  exported: References['exported'],
): StackReferences {
  const pseudoParameters: Readonly<Record<string, string>> = {
    'AWS::AccountId': place.account,
    'AWS::Partition': place.partition,
    'AWS::Region': place.region,
    'AWS::StackId': `arn:${place.partition}:cloudformation:${place.region}:${place.account}:stack/${stackName}/local`,
    'AWS::StackName': stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const parameter = (name: string): string | undefined => {
    const declared = template.Parameters[name];
    // A parameter that names something in Parameter Store has its value in an account, and there is none.
    return declared?.Type === 'String' || declared?.Type === 'Number' ? asText(declared.Default) : undefined;
  };
  const references: StackReferences = {
    ref: (name) => pseudoParameters[name] ?? parameter(name) ?? references.attributesOf(name)?.Ref,
    attribute: (logicalId, attribute) => references.attributesOf(logicalId)?.[attribute],
    exported,
    attributesOf: (logicalId) => resourceTypeOf(template, logicalId)?.attributes(references.nameOf(logicalId), place),
    nameOf(logicalId) {
      const declared = template.Resources[logicalId];
      const naming = resourceTypeOf(template, logicalId)?.naming;
      const given = naming === undefined ? undefined : declared?.Properties[naming.property];
      if (given !== undefined) return String(resolveIntrinsics(given, references));
      return fitting(`${stackName}-${logicalId}`, naming?.longest ?? 255);
    },
  };
  return references;
}

/** Shortens a name the same way each time, so that a restart finds what it made before. */
function fitting(name: string, longest: number): string {
  if (name.length <= longest) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, longest - digest.length - 1)}-${digest}`;
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
