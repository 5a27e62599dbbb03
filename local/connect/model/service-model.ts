import * as connect from '@aws-sdk/client-connect';
import { readShape, type Shape } from './shape.ts';

/** An operation of Amazon Connect, as its service model declares it. */
export interface OperationModel {
  readonly name: string;
  readonly method: string;
  /** `/users/{InstanceId}/{UserId}/status` in parts. A part in braces is a member of the input. */
  readonly path: readonly string[];
  readonly input: () => Shape;
  readonly output: () => Shape;
}

/** Every operation of the service model that comes with the AWS SDK, whether or not the stand-in has it. */
export const operationModels: readonly OperationModel[] = Object.values(connect).flatMap(readOperation);

/** A request's operation, and the members that are in its path. Undefined if Amazon Connect has no such operation. */
export function matchOperation(
  method: string,
  path: string,
): { readonly model: OperationModel; readonly labels: Readonly<Record<string, string>> } | undefined {
  const parts = path.split('/').slice(1);
  let best: { model: OperationModel; labels: Record<string, string> } | undefined;
  for (const model of operationModels) {
    if (model.method !== method || model.path.length !== parts.length) continue;
    const labels: Record<string, string> = {};
    const matches = model.path.every((expected, index) => {
      const part = parts[index] ?? '';
      if (!expected.startsWith('{')) return expected === part;
      labels[expected.slice(1, -1)] = decoded(part);
      return true;
    });
    // Of `/x/{Id}` and `/x/y` the one with fewer members in its path is meant.
    if (matches && (best === undefined || Object.keys(labels).length < Object.keys(best.labels).length))
      best = { model, labels };
  }
  return best;
}

function readOperation(exported: unknown): readonly OperationModel[] {
  if (!Array.isArray(exported) || exported[0] !== 9) return [];
  const [, , name, traits, input, output] = exported;
  const http: unknown = traits?.http;
  if (!Array.isArray(http)) return [];
  const path = String(http[1]).split('/').slice(1);
  return [
    {
      name: String(name),
      method: String(http[0]),
      path,
      input: () => readShape(input),
      output: () => readShape(output),
    },
  ];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
