import * as z from 'zod';

/** The parts of a template that are checked. Intrinsic functions stand wherever CloudFormation allows them. */
export const template = z.object({
  Description: z.string().optional(),
  Parameters: z.record(z.string(), z.unknown()).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      DependsOn: z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]),
    }),
  ),
  Outputs: z
    .record(
      z.string(),
      z.object({
        Value: z.unknown(),
        Description: z.string().optional(),
        Export: z.object({ Name: z.unknown() }).optional(),
      }),
    )
    .default({}),
});

export type Template = z.output<typeof template>;
export type Resource = Template['Resources'][string];

/** A place in a template that CloudFormation or a service would refuse. */
export interface Fault {
  /** The logical id of the resource, or the part of the template. */
  readonly where: string;
  /** The property, with the names of those around it. */
  readonly path: readonly (string | number)[];
  /** What is there. */
  readonly wrong: string;
  /** What must be there. */
  readonly right: string;
}

/** One line for whoever has to mend it. */
export const describeFault = ({ where, path, wrong, right }: Fault): string =>
  `${[where, ...path].join('.')}: ${wrong}; ${right}.`;

/** A value as a message shows it, cut if it is long. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
