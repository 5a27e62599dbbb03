import * as z from 'zod';

/** A schema of JSON Schema 2020-12, which OpenAPI 3.1 has taken over. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Longer patterns are those of printable text: nobody reads them, and their length is what a caller has to know. */
const longestPattern = 120;

/** What a request may be, before defaults and transforms. */
export const inputSchema = (schema: z.ZodType): JsonSchema => jsonSchemaOf(schema, 'input');

/** What an answer is. */
export const outputSchema = (schema: z.ZodType): JsonSchema => jsonSchemaOf(schema, 'output');

function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const override = correct(io);
  const { $schema: _, ...made } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override });
  return made;
}

const correct =
  (io: 'input' | 'output') =>
  ({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: JsonSchema }): void => {
    const { def } = zodSchema._zod;
    if (def.type === 'pipe') describeItems(def as z.core.$ZodPipeDef, jsonSchema, io);
    if (typeof jsonSchema.pattern === 'string' && jsonSchema.pattern.length > longestPattern) describeText(jsonSchema);
    // In other words, nothing: the header or key must be left out.
    if (def.type === 'never') jsonSchema.description = 'Must be left out';
  };

/** A list is counted before its entries are read, so its first schema knows nothing of them. */
function describeItems(
  { in: given, out: read }: z.core.$ZodPipeDef,
  jsonSchema: JsonSchema,
  io: 'input' | 'output',
): void {
  if (given._zod.def.type !== 'array' || read._zod.def.type !== 'array') return;
  const { element } = read._zod.def as z.core.$ZodArrayDef;
  jsonSchema.items = jsonSchemaOf(element as z.ZodType, io);
}

/** Printable text, with its lengths in place of its pattern. */
function describeText(jsonSchema: JsonSchema): void {
  const [, shortest, longest] = /\{(\d+),(\d+)\}\$$/.exec(jsonSchema.pattern ?? '') ?? [];
  delete jsonSchema.pattern;
  if (shortest !== undefined) jsonSchema.minLength = Number(shortest);
  if (longest !== undefined) jsonSchema.maxLength = Number(longest);
  jsonSchema.description = 'Printable characters';
}
