import { createHash } from 'node:crypto';
import { accountId, arn, partition, region } from '../account.ts';
import type { SynthesizedStack } from '../assembly/cloud-assembly.ts';
import { type References, resolveIntrinsics } from '../assembly/intrinsics.ts';
import type { AppAddresses } from './resource-type.ts';
import { resourceTypeOf } from './resource-types.ts';

/** The names and references of one stack. */
export interface StackReferences extends References {
  /** The physical name of a resource: the one its template gives it, or one made of stack and logical id. */
  nameOf(logicalId: string): string;
  attributesOf(logicalId: string): Readonly<Record<string, string>> | undefined;
}

/** Resolves what the intrinsic functions of a stack's template refer to. */
export function stackReferences(
  { name: stackName, template }: SynthesizedStack,
  addresses: AppAddresses,
  exported: References['exported'],
): StackReferences {
  const pseudoParameters: Readonly<Record<string, string>> = {
    'AWS::AccountId': accountId,
    'AWS::Partition': partition,
    'AWS::Region': region,
    'AWS::StackId': arn('cloudformation', `stack/${stackName}/local`),
    'AWS::StackName': stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const parameter = (name: string): string | undefined => {
    const declared = template.Parameters[name];
    // The value of a Parameter Store parameter is in an account, and there is none.
    return declared?.Type === 'String' || declared?.Type === 'Number' ? asText(declared.Default) : undefined;
  };
  const references: StackReferences = {
    ref: (name) => pseudoParameters[name] ?? parameter(name) ?? references.attributesOf(name)?.Ref,
    attribute: (logicalId, attribute) => references.attributesOf(logicalId)?.[attribute],
    exported,
    attributesOf: (logicalId) =>
      resourceTypeOf(template, logicalId)?.attributes(references.nameOf(logicalId), addresses),
    nameOf(logicalId) {
      const naming = resourceTypeOf(template, logicalId)?.naming;
      const given = naming === undefined ? undefined : template.Resources[logicalId]?.Properties[naming.property];
      if (given !== undefined) return String(resolveIntrinsics(given, references));
      return shortened(`${stackName}-${logicalId}`, naming?.maximumLength ?? 255);
    },
  };
  return references;
}

/** Shortens a name in a stable way, so that a restart finds the resource it created before. */
function shortened(name: string, maximumLength: number): string {
  if (name.length <= maximumLength) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, maximumLength - digest.length - 1)}-${digest}`;
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
