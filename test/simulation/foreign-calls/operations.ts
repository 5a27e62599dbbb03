import { readFileSync } from 'node:fs';
import * as z from 'zod';

const schema = z.looseObject({});

const operationShape = z.looseObject({
  description: z.string().optional(),
  security: z.array(z.record(z.string(), z.unknown())),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string(), required: z.boolean(), schema })),
  requestBody: z
    .looseObject({ required: z.boolean(), content: z.record(z.string(), z.looseObject({ schema })) })
    .optional(),
  responses: z.record(z.string(), z.unknown()),
});

/** An operation of the document of the API. */
export type Operation = z.infer<typeof operationShape> & {
  readonly method: string;
  readonly path: string;
  /** What a caller must be allowed to do: one of these; nothing if it depends on the request. */
  readonly scopes: readonly string[];
  /** How a request is authenticated; nothing if it is not, or by its body. */
  readonly scheme: string | undefined;
};

const { paths } = z
  .looseObject({ paths: z.record(z.string(), z.record(z.string(), operationShape)) })
  .parse(JSON.parse(readFileSync('functions/dialects/native/openapi.json', 'utf8')));

/** Every operation that there is. A new route appears here by itself. */
export const operations: readonly Operation[] = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    ...operation,
    method: method.toUpperCase(),
    path,
    scopes: /^Needs the scope (.+)\.$/.exec(operation.description ?? '')?.[1]?.split(' or ') ?? [],
    scheme: operation.security.flatMap(Object.keys)[0],
  })),
);

export const nameOf = ({ method, path }: Pick<Operation, 'method' | 'path'>) => `${method} ${path}`;

/** Whether the document names a status, by itself or as one of `4XX`. A fault of Lastcall is never what was meant. */
export const isDocumented = ({ responses }: Operation, status: number): boolean =>
  status !== 500 && (String(status) in responses || (status >= 400 && `${String(status).charAt(0)}XX` in responses));
