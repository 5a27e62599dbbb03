import type { z } from 'zod';

/** Where the app runs: what its pseudo-parameters and addresses resolve to. */
export interface Place {
  readonly region: string;
  readonly account: string;
  readonly partition: string;
  readonly httpUrl: string;
  /** Where the WebSocket API answers, without its stage. */
  readonly socketUrl: string;
  readonly sqsUrl: string;
}

/** One CloudFormation resource type: which of its properties the local run honours and which have no effect here. */
export interface ResourceType<Honoured extends z.ZodType = z.ZodType> {
  /** A strict schema: a property in neither list stops the start. */
  readonly honoured: Honoured;
  /** Properties that are known and change nothing on one machine. */
  readonly inert: readonly string[] | 'everything';
  /** How it is named: by this property or, without one, after stack and logical id in at most so many characters. */
  readonly naming?: { readonly property: string; readonly longest: number };
  /** Its `Fn::GetAtt` attributes, and its `Ref`. */
  readonly attributes: (name: string, place: Place) => Readonly<Record<string, string>> & { readonly Ref: string };
}

/** Keeps the schema's type when a resource type is written down. */
export function resourceType<Honoured extends z.ZodType>(type: ResourceType<Honoured>): ResourceType<Honoured> {
  return type;
}

/** The ARN of something of the app. */
export function arn(place: Pick<Place, 'partition' | 'region' | 'account'>, service: string, resource: string): string {
  return `arn:${place.partition}:${service}:${place.region}:${place.account}:${resource}`;
}
