import type { Random } from '../random.ts';
import { anyValue } from './any-value.ts';
import type { KnownValues } from './known-values.ts';
import type { Operation } from './operations.ts';
import { callers, markerOf, nobody, ownerOf, teamOf, type Viewer } from './owners.ts';

/** A call of an operation by somebody. */
export interface SentRequest {
  readonly viewer: Viewer;
  /** Method, path and query. */
  readonly call: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A request of an operation, by whoever may be anybody, with ids and tokens that may be anybody's. */
export function aRequestOf(operation: Operation, random: Random, known: KnownValues): SentRequest {
  const caller = aCaller(random);
  const path = pathOf(operation, random, known);
  const named = /^\/(?:iam\/contact\/[\w-]+\/)?(north|south|west)\//.exec(path)?.[1];
  const token = known.pick(tokenKind(operation, random), random) ?? '';
  const viewer = viewerOf(operation, { caller, named, token, known });
  const marker = viewer.instanceId === undefined ? 'nobody' : markerOf({ ...viewer, instanceId: viewer.instanceId });
  const sources = { random, known, marker };
  // A cursor is one that somebody has got.
  const isGiven = (name: string) =>
    random.chance(0.3) && (known.pick(name, random) !== undefined || !/^(cursor|NextToken)$/.test(name));
  const given = (place: string) =>
    operation.parameters
      .filter((parameter) => parameter.in === place && (parameter.required || isGiven(parameter.name)))
      .map(({ name, schema }) => [name, String(anyValue(schema, name, sources))] as const);
  const query = new URLSearchParams(Object.fromEntries(given('query')));
  const schema = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
  const body = schema === undefined ? undefined : anyValue(schema, '', sources);
  return {
    viewer,
    call: `${operation.method} ${path}${query.size > 0 ? `?${query}` : ''}`,
    headers: {
      ...viewer.headers,
      ...Object.fromEntries(given('header')),
      ...credentials(operation, token, random, known),
    },
    body: inPlace(operation, path, body, token),
  };
}

/** Mostly a token of the kind that the operation takes. */
function tokenKind({ scheme }: Operation, random: Random): string {
  const kinds = ['sessionToken', 'participantToken', 'ConnectionToken'] as const;
  if (random.chance(0.1)) return kinds[random.upTo(2)] ?? 'sessionToken';
  return scheme === 'participantToken' ? (kinds[1 + random.upTo(1)] ?? 'sessionToken') : 'sessionToken';
}

/** A third of all calls are by those who may do everything, so that there is something to leak, and a third by those of a team. */
function aCaller(random: Random): Viewer {
  if (random.chance(0.02)) return nobody;
  const some = [callersWhoMayAll, callersOfTeams, callers][random.upTo(2)] ?? [];
  return some[random.upTo(some.length - 1)] ?? nobody;
}

const callersWhoMayAll = callers.filter(({ name }) => name.endsWith('.all'));
const callersOfTeams = callers.filter(({ teamId }) => teamId !== undefined);

const pathOf = ({ path }: Operation, random: Random, known: KnownValues) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(known.pick(name, random) ?? 'unknown'));

interface Sender {
  readonly caller: Viewer;
  /** The instance that the path names, where a path names one. */
  readonly named: string | undefined;
  readonly token: string;
  readonly known: KnownValues;
}

/** Whose eyes see the answer. */
function viewerOf({ scheme, path }: Operation, { caller, named, token, known }: Sender): Viewer {
  if (scheme === 'apiKey' && !path.startsWith('/iam/')) return caller;
  const stranger = (instanceId: string | undefined): Viewer =>
    instanceId === undefined ? { name: 'stranger', headers: {}, scopes: [] } : { ...ownerOf(instanceId), headers: {} };
  if (scheme === 'participantToken' || path.startsWith('/v1/session/')) return stranger(known.instanceOf(token));
  return stranger(named);
}

function credentials({ scheme }: Operation, token: string, random: Random, known: KnownValues): Record<string, string> {
  if (scheme === 'participantToken') return { 'x-amz-bearer': token };
  return scheme === 'guid' ? { guid: known.pick('guid', random) ?? 'none' } : {};
}

/** Agents stay in their teams, so that what is said of one stays that team's. The token of a page is in the body. */
function inPlace({ method, path: template }: Operation, path: string, body: unknown, token: string): unknown {
  if (typeof body !== 'object' || body === null) return body;
  if (template.startsWith('/v1/session/')) return { ...body, token };
  const [, agentId = ''] = /^\/v1\/agents\/(\w+)$/.exec(path) ?? [];
  return method === 'PUT' && agentId !== '' ? { ...body, teamIds: [teamOf(agentId) ?? []].flat() } : body;
}
