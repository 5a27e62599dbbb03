import type { Route } from '../../functions/dialects/route.ts';
import { type JsonSchema, outputSchema } from './schemas.ts';

type AnyRoute = Route<never>;

/** The headers of answers that a client can use. */
export const responseHeaders = {
  RateLimit: {
    description: 'How many requests may follow at once (`r`), and in how many seconds more may (`t`)',
    schema: { type: 'string', examples: ['"default";r=19;t=1'] },
  },
  'RateLimit-Policy': {
    description: 'How many requests (`q`) a caller may send in how many seconds (`w`)',
    schema: { type: 'string', examples: ['"default";q=20;w=2'] },
  },
  'Retry-After': { description: 'After how many seconds to try again', schema: { type: 'integer', minimum: 1 } },
} as const;

const headersNamed = (...names: readonly (keyof typeof responseHeaders)[]) => ({
  headers: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
});

/** What the routes of a dialect answer with when they refuse a request: in general, and beyond the rate limit. */
export function problemResponses(name: string, type: string, { problems }: AnyRoute): Record<string, object> {
  const content = { [type]: { schema: outputSchema(problems.body) } };
  return {
    [name]: { description: 'The request was refused, or something went wrong', content },
    [tooMany(name)]: {
      description: 'The caller asks too often',
      ...headersNamed('Retry-After', 'RateLimit', 'RateLimit-Policy'),
      content,
    },
  };
}

const tooMany = (name: string) => `${name}OfTooManyRequests`;

/** The answers of a route, by status. */
export function responsesOf(route: AnyRoute, problem: string): object {
  const isLimited = 'isRateLimited' in route && route.isRateLimited;
  const answers = Object.entries(route.answers).map(([status, schema]) => {
    const body: JsonSchema = outputSchema(schema);
    const isBodiless = schema._zod.def.type === 'undefined';
    return [
      status,
      {
        description: isBodiless ? 'Done, without a body' : 'The answer',
        ...(isLimited && headersNamed('RateLimit', 'RateLimit-Policy')),
        ...(!isBodiless && { content: { 'application/json': { schema: body } } }),
      },
    ];
  });
  const named = (response: string) => ({ $ref: `#/components/responses/${response}` });
  return {
    ...Object.fromEntries(answers),
    ...(isLimited && { 429: named(tooMany(problem)) }),
    '4XX': named(problem),
    '5XX': named(problem),
  };
}
