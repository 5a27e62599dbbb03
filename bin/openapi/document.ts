import * as z from 'zod';
import type { Route } from '../../functions/dialects/route.ts';
import lastcall from '../../package.json' with { type: 'json' };
import { problemResponses, responseHeaders, responsesOf } from './responses.ts';
import { inputSchema } from './schemas.ts';
import { summariesIn } from './summaries.ts';

type AnyRoute = Route<never>;

/** The beginnings of paths, by the dialect that they belong to. */
const dialects: readonly (readonly [RegExp, string, string])[] = [
  [/^\/apps\/api\//, 'Google CCAI Platform', 'Forced logout as CCAI Platform documents it'],
  [/^\/incontactapi\//, 'NICE CXone', 'Forced logout of one agent as CXone documents it'],
  [/agentgateway\//, 'Huawei AICC', 'The agent gateway of AICC: agents sign in with a password'],
  [/^(\/iam)?\/contact\//, 'Amazon Connect, chat timers', 'UpdateParticipantRoleConfig, by key or by IAM signature'],
  [/^\/participant\//, 'Amazon Connect, participants', 'The participant service, for the stock chat client'],
  [/^\/v1\/session\//, 'Desktops', "The pages of agents' desktops, whose token is in the body"],
];
const native = 'Lastcall';

/** Keys that are no operation that a client would call: pages, preflights, anything else, and the same in other spellings. */
const isOperation = ({ key }: AnyRoute) =>
  key !== '$default' && !key.startsWith('OPTIONS ') && !key.startsWith('GET /docs') && !key.includes('{incontactapi}');

const securitySchemes = {
  apiKey: { type: 'http', scheme: 'basic', description: 'The id of an API key and its secret' },
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A token of the issuer that the deployment accepts, if it accepts one',
  },
  iamSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'Signature version 4 of AWS, for the service execute-api',
  },
  participantToken: { type: 'apiKey', in: 'header', name: 'X-Amz-Bearer', description: 'A token of a participant' },
  guid: { type: 'apiKey', in: 'header', name: 'Guid', description: 'The secret of a session that signing in gave' },
} as const;

type Security = readonly Partial<Record<keyof typeof securitySchemes, readonly string[]>>[];

const securityOf = (route: AnyRoute): Security => {
  switch (route.audience) {
    case 'caller':
      return [{ apiKey: [] }, { bearer: [] }];
    case 'signedCaller':
      return [{ iamSignature: [] }];
    case 'participant':
      return [{ participantToken: [] }];
    case 'agent':
      return /\/(onlineagent\/\{agentid\}|forcelogin)$/.test(route.key) && route.key.startsWith('PUT ')
        ? []
        : [{ guid: [] }];
    case 'desktop':
    case 'anybody':
      return [];
  }
};

/** `PUT /v1/agents/{agentId}/session` is `putV1AgentsByAgentIdSession`. */
const operationIdOf = (key: string): string =>
  key
    .replaceAll(/\{(\w+)\}/g, 'by-$1')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word, place) => (place === 0 ? word.toLowerCase() : `${word.charAt(0).toUpperCase()}${word.slice(1)}`))
    .join('');

const objectShape = z.object({
  properties: z.record(z.string(), z.looseObject({})).default({}),
  required: z.array(z.string()).default([]),
});
const partsOf = (schema: unknown) => objectShape.safeParse(schema).data ?? { properties: {}, required: [] };

/** The variables of the path, and what the schema says of query and headers. */
function parametersOf(path: string, request: ReturnType<typeof partsOf>): object[] {
  const ofPath = partsOf(request.properties.path);
  const variables = [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);
  const inPath = variables.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: ofPath.properties[name] ?? { type: 'string' },
  }));
  const others = (['query', 'headers'] as const).flatMap((place) => {
    const { properties, required } = partsOf(request.properties[place]);
    return Object.entries(properties)
      .filter(([, schema]) => !('not' in schema))
      .map(([name, schema]) => ({
        name,
        in: place === 'query' ? 'query' : 'header',
        required: required.includes(name),
        schema,
      }));
  });
  return [...inPath, ...others.filter(({ name }) => name.toLowerCase() !== 'guid')];
}

function bodyOf({ ignoresBody }: AnyRoute, request: ReturnType<typeof partsOf>): object {
  const body = request.properties.body;
  const isEmpty = body === undefined || ('properties' in body && Object.keys(partsOf(body).properties).length === 0);
  if (ignoresBody === true || isEmpty) return {};
  const required = request.required.includes('body');
  return { requestBody: { required, content: { 'application/json': { schema: body } } } };
}

/**
 * The OpenAPI 3.1 document of all operations, made of the values that the routes are.
 *
 * @param summaries what each route does, by its key
 */
function openApiOf(routes: readonly AnyRoute[], summaries: ReadonlyMap<string, string>): object {
  const paths: Record<string, Record<string, object>> = {};
  const problems: Record<string, object> = {};
  for (const route of routes.filter(isOperation)) {
    const [method = '', path = ''] = route.key.split(' ');
    const tag = dialects.find(([beginning]) => beginning.test(path))?.[1] ?? native;
    const problem = `${tag.replaceAll(/\W+/g, '')}Problem`;
    const type = tag === native || tag === 'Desktops' ? 'application/problem+json' : 'application/json';
    Object.assign(problems, problemResponses(problem, type, route));
    const request = partsOf(inputSchema(route.request));
    const scopes = route.audience === 'caller' ? route.scopes : [];
    const operation = {
      operationId: operationIdOf(route.key),
      tags: [tag],
      summary: summaries.get(route.key.replace(' /{instanceId}/', ' /')) ?? route.key,
      ...(scopes.length > 0 && { description: `Needs the scope ${scopes.join(' or ')}.` }),
      security: securityOf(route),
      parameters: parametersOf(path, request),
      ...bodyOf(route, request),
      responses: responsesOf(route, problem),
    };
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lastcall',
      version: lastcall.version,
      description: lastcall.description,
      license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [
      { name: native, description: 'The own API' },
      ...dialects.map(([, name, description]) => ({ name, description })),
    ],
    paths,
    components: { securitySchemes, headers: responseHeaders, responses: problems },
  };
}

/** The same as it is kept, with what the page of routes says of each. */
export const openApiText = (routes: readonly AnyRoute[], page: string): string =>
  `${JSON.stringify(openApiOf(routes, summariesIn(page)), undefined, 1)}\n`;
