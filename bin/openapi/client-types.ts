import * as z from 'zod';

/** The parts of the document that a client needs. */
const shape = z.looseObject({});
const media = z.record(z.string(), z.looseObject({ schema: shape }));
const response = z.looseObject({ content: media.optional(), $ref: z.string().optional() });
const operationShape = z.looseObject({
  parameters: z.array(
    z.looseObject({ name: z.string(), in: z.enum(['path', 'query', 'header']), required: z.boolean(), schema: shape }),
  ),
  requestBody: z.looseObject({ required: z.boolean(), content: media }).optional(),
  responses: z.record(z.string(), response),
});
type Operation = z.infer<typeof operationShape>;

const documentShape = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operationShape)) });

const heading = `/**
 * Every operation of the API: what a request may be, and what a success answers with. Made of the routes by
 * \`npm run openapi\`; the client and its callers read it, nobody writes it.
 */
`;

/** The types of a client in TypeScript, made of the document of the API. */
export function clientTypesOf(document: string): string {
  const { paths } = documentShape.parse(JSON.parse(document));
  const lines = Object.entries(paths).map(([path, methods]) => {
    const operations = Object.entries(methods).map(([method, each]) => `    ${method}: ${typeOfOperation(each)};`);
    return `  ${quoted(path)}: {\n${operations.join('\n')}\n  };`;
  });
  const withKey = Object.entries(paths).flatMap(([path, { post }]) =>
    post?.parameters.some(({ name }) => name.toLowerCase() === 'idempotency-key') ? [quoted(path)] : [],
  );
  return [
    heading,
    `export interface Operations {\n${lines.join('\n')}\n}\n\n`,
    '/** The paths whose POST takes an `Idempotency-Key`, by which a repeated request is recognised. */\n',
    `export const takeIdempotencyKeys: readonly string[] = [${withKey.join(', ')}];\n`,
  ].join('');
}

function typeOfOperation({ parameters, requestBody, responses }: Operation): string {
  const places = (['path', 'query', 'header'] as const).flatMap((place) => {
    const there = parameters.filter((parameter) => parameter.in === place);
    if (there.length === 0) return [];
    const members = there.map(({ name, required, schema }) => memberOf(name, schema, required));
    const isRequired = there.some(({ required }) => required);
    return [`${place === 'header' ? 'headers' : place}${isRequired ? '' : '?'}: { ${members.join('; ')} }`];
  });
  const bodies = Object.values(requestBody?.content ?? {}).map(
    ({ schema }) => `body${requestBody?.required === true ? '' : '?'}: ${typeOf(schema)}`,
  );
  const answers = Object.entries(responses).flatMap(([status, { content }]) => {
    if (!/^2\d\d$/.test(status)) return [];
    const types = Object.values(content ?? {}).map(({ schema }) => typeOf(schema));
    return types.length > 0 ? types : ['undefined'];
  });
  return `{ request: { ${[...places, ...bodies].join('; ')} }; answer: ${unionOf(answers)} }`;
}

/** What is read of a schema of the document. */
export const schemaShape = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(shape).optional(),
  oneOf: z.array(shape).optional(),
  items: shape.optional(),
  properties: z.record(z.string(), shape).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.union([z.boolean(), shape]).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  minItems: z.number().optional(),
  not: z.strictObject({}).optional(),
});

const primitives: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

/** The type of the values that a schema of JSON Schema lets in. */
function typeOf(given: unknown): string {
  const schema = schemaShape.parse(given);
  if (schema.not) return 'never';
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return unionOf(schema.enum.map((value) => JSON.stringify(value)));
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return unionOf(either.map(typeOf));
  const types = schema.type === undefined ? [] : [schema.type].flat();
  return types.length === 0 ? 'unknown' : unionOf(types.map((type) => primitives[type] ?? typeOfMany(type, schema)));
}

function typeOfMany(type: string, schema: z.infer<typeof schemaShape>): string {
  if (type === 'array') return `(${typeOf(schema.items ?? {})})[]`;
  const { properties = {}, required = [], additionalProperties } = schema;
  const members = Object.entries(properties).map(([name, each]) => memberOf(name, each, required.includes(name)));
  if (members.length > 0) return `{ ${members.join('; ')} }`;
  return typeof additionalProperties === 'object'
    ? `{ [name: string]: ${typeOf(additionalProperties)} }`
    : '{ [name: string]: unknown }';
}

const memberOf = (name: string, schema: unknown, required: boolean) =>
  `${/^[A-Za-z]\w*$/.test(name) ? name : quoted(name)}${required ? '' : '?'}: ${typeOf(schema)}`;

const unionOf = (types: readonly string[]) => [...new Set(types)].join(' | ');

const quoted = (text: string) => `'${text}'`;
