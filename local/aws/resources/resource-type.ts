import type { z } from 'zod';
import type { Addresses } from '../http-server.ts';

/** The addresses that templates refer to: those of the app's APIs and queues. */
export type AppAddresses = Pick<Addresses, 'http' | 'webSocket' | 'sqs'>;

/** A CloudFormation resource type: which of its properties the local run supports and which have no effect here. */
export interface ResourceType<Schema extends z.ZodType = z.ZodType> {
  /** The properties that are respected, as a strict object: one that is neither here nor in `ignored` stops the start. */
  readonly supported: Schema;
  /** Known properties that change nothing on one machine. */
  readonly ignored: readonly string[] | 'everything';
  /** The property with its name. Without that property the name is made of stack and logical id, shortened if too long. */
  readonly naming?: { readonly property: string; readonly maximumLength: number };
  /** What `Ref` and `Fn::GetAtt` return for it. */
  readonly attributes: (
    name: string,
    addresses: AppAddresses,
  ) => Readonly<Record<string, string>> & { readonly Ref: string };
}

/** Declares a resource type and keeps the type of its schema. */
export function resourceType<Schema extends z.ZodType>(type: ResourceType<Schema>): ResourceType<Schema> {
  return type;
}
