import { aDocumentedCentre } from '../../docs/documented-centre.ts';
import { Random } from '../random.ts';
import { aRequestOf, type SentRequest } from './a-request.ts';
import { KnownValues } from './known-values.ts';
import { isDocumented, nameOf, type Operation, operations } from './operations.ts';
import {
  agentIds,
  callerNamed,
  crowd,
  instances,
  markerOf,
  maySee,
  ownerOf,
  ownersIn,
  staff,
  teamOf,
  type Viewer,
} from './owners.ts';

/** What came of calls. */
export interface Tally {
  calls: number;
  /** How often each operation was called, and how often it succeeded. */
  readonly byOperation: Map<string, { calls: number; successes: number }>;
}

export const noCalls = (): Tally => ({ calls: 0, byOperation: new Map() });

interface Answer {
  readonly status?: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** What is wrong with an answer to somebody, if anything is. */
export function faultOf(
  operation: Operation,
  { viewer }: Pick<SentRequest, 'viewer'>,
  answer: Answer,
): string | undefined {
  const { status = 0 } = answer;
  const foreign = ownersIn(JSON.stringify(answer)).filter((owner) => !maySee(viewer, owner));
  if (foreign.length > 0) return `shows what is of ${foreign.map(markerOf).join(', ')}`;
  if (!isDocumented(operation, status)) return `has the status ${status}, which the document does not name`;
  const lacksScope =
    operation.scopes.length > 0 && !operation.scopes.some((scope) => viewer.scopes.some((has) => has === scope));
  return lacksScope && status < 400 ? `succeeds without the scope ${operation.scopes.join(' or ')}` : undefined;
}

/**
 * Several contact centres with the same ids, in which everybody calls any operation with anybody's ids and tokens. Each text says
 * whose it is.
 *
 * @throws Error with the call, when an answer shows somebody else's text, or has a status that is not documented
 */
export async function playCalls(
  { seed, calls }: { readonly seed: number; readonly calls: number },
  tally: Tally,
): Promise<void> {
  const random = new Random(seed);
  const known = new KnownValues();
  const centre = await aDocumentedCentre(staff, {
    authenticate: async ({ keyId }) => callerNamed(keyId) ?? 'wrongCredentials',
    authenticateToken: async (token) => callerNamed(token) ?? 'badToken',
  });
  const send = ({ call, headers, body }: Omit<SentRequest, 'viewer'>) =>
    centre.answerTo({ call, headers, body, minutesLater: 0, status: 0, answerHeaders: {}, answer: undefined });
  const learn = ({ instanceId }: Viewer, { body, headers }: Answer) => known.learn([body, headers], instanceId);

  const furniture = instances.flatMap(furnishings);
  for (const request of furniture) {
    const answer = await send(request);
    if ((answer.status ?? 0) >= 400)
      throw new Error(`There is less than was meant: ${described(request, answer)} fails`);
    learn(request.viewer, answer);
  }
  for (let n = 0; n < calls; n += 1) {
    const lost = furniture[random.upTo(4 * furniture.length)];
    if (lost) learn(lost.viewer, await send(lost));
    const some = random.chance(0.4) ? reading : operations;
    const operation = some[random.upTo(some.length - 1)];
    if (!operation) throw new Error('The document has no operation');
    const request = aRequestOf(operation, random, known);
    const answer = await send(request);
    const fault = faultOf(operation, request, answer);
    if (fault !== undefined) throw new Error(`Call ${n + 1} of seed ${seed}: ${described(request, answer)} ${fault}`);
    learn(request.viewer, answer);
    count(tally, operation, answer);
  }
}

/** What is read shows most. */
const reading = operations.filter(({ method }) => method === 'GET');

const described = ({ viewer, call, body }: SentRequest, answer: Answer) =>
  `${call} ${JSON.stringify(body)} by ${viewer.name} is answered with ${JSON.stringify(answer)}, which`;

function count(tally: Tally, operation: Operation, { status = 0 }: Answer): void {
  tally.calls += 1;
  const before = tally.byOperation.get(nameOf(operation)) ?? { calls: 0, successes: 0 };
  const successes = before.successes + (status < 400 ? 1 : 0);
  tally.byOperation.set(nameOf(operation), { calls: before.calls + 1, successes });
}

/** What there is in an instance from the beginning. */
function furnishings(instanceId: string): readonly SentRequest[] {
  const viewer = ownerOf(instanceId);
  const marker = markerOf({ instanceId });
  const by = (call: string, body?: object): SentRequest => ({ viewer, call, headers: viewer.headers, body });
  const everywhere = agentIds.map((agentId) => {
    const status = markerOf({ instanceId, teamId: teamOf(agentId) });
    return by(`PUT /v1/agents/${agentId}/session`, { status, ipAddress: `10.0.0.${agentId}`, leaseSeconds: 600 });
  });
  return [
    ...everywhere,
    by('PUT /v1/agents/11/contacts/call-1', { channel: 'VOICE' }),
    ...['chat-1', 'chat-2'].flatMap((contactId) => [
      by(`PUT /v1/chats/${contactId}`, { customer: { displayName: marker }, disconnectFlow: marker }),
      by(`POST /v1/chats/${contactId}/participants`, { role: 'AGENT', displayName: marker }),
    ]),
    by('PUT /v1/security-profiles/supervisors', { endSessions: 'everybody' }),
    by('PUT /v1/streaming-endpoints/crm', { url: `https://${marker}.example.com/` }),
    by('POST /v1/api-keys', { name: marker, scopes: ['sessions:read'] }),
    by('PUT /v1/logout-schedules/nightly', {
      request: { select: { teamIds: [crowd] }, reason: marker },
      ...{ days: ['MON'], at: '22:00', timeZone: 'Europe/Berlin' },
    }),
    by('POST /v1/force-logouts', {
      select: { teamIds: [crowd] },
      timing: 'immediate',
      reason: marker,
    }),
  ];
}
