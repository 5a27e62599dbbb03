import { type Agent, type AgentKey, shownStatus } from '../agents/agent.ts';
import { type Backend, isWorking, type Observation, type Observed, type ObservedContact } from '../agents/backend.ts';
import { remarksOn } from '../agents/backend-logout.ts';
import type { LogoutOutcome } from '../agents/logout-order.ts';
import { observe } from '../agents/observe.ts';
import { BackendError, isDefinite } from '../backend-calls.ts';
import type { Instant } from '../instant.ts';
import { type Final, type ForceLogout, forceLogoutIfSelected, type NotForced } from './logout-decision.ts';
import { isOutOfReach } from './selection.ts';
import type { Selector } from './selector.ts';

type Decided = Final | NotForced;

/** What a forced logout would make of an agent. `failed`: the backend refuses to show the agent. */
export interface Foreseen {
  readonly outcome: Decided | { readonly type: 'failed' };
  readonly agent: Agent | undefined;
}

type Command = ForceLogout & { readonly selector: Selector };

/** What would become of an agent as it is stored: the decision itself, of which nothing is kept. */
export function foresee(
  agent: Agent | undefined,
  command: Command,
  now: Instant,
): { readonly outcome: Decided; readonly agent: Agent | undefined } {
  const { outcome } = forceLogoutIfSelected(agent, command, now);
  if (outcome.type === 'ordered') throw new Error('A logout was ordered of a backend that is not there');
  return { outcome, agent };
}

interface InBackend {
  readonly backend: Backend;
  /** Until when the backend is asked. @default - it is not: what is known has to do */
  readonly until?: Instant;
}

/** The same for an agent whom a backend owns, by what it shows now, or by what is known if it has no time. */
export async function foreseeInBackend(
  { backend, until }: InBackend,
  key: AgentKey,
  known: Agent | undefined,
  { command, now }: { readonly command: Command; readonly now: Instant },
): Promise<Foreseen> {
  if (isOutOfReach(command.selector, known)) return foresee(known, command, now);
  let observation: Observation | undefined;
  try {
    observation = until === undefined ? undefined : await backend.observe(key, { lane: 'urgent', until });
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    if (isDefinite(error)) return { outcome: { type: 'failed' }, agent: known };
  }
  const agent = observation ? observe(known, key, observation, 'foreseen').state : known;
  const { state, outcome } = forceLogoutIfSelected(agent, { ...command, inBackend: true }, now);
  if (outcome.type !== 'ordered') return { outcome, agent };
  const shown = observation && isWorking(observation) ? observation : asKnown(agent);
  return { outcome: carriedOut(state, outcome, shown), agent };
}

const isLive = ({ phase }: ObservedContact) => phase === 'ringing' || phase === 'connected';

/** What the backend shows of the contacts of an agent who works. */
type Shown = Pick<Observed, 'contacts' | 'isGoingOffline'>;

/** What the backend will show once it has carried an order out. */
function carriedOut(
  ordered: Agent | undefined,
  { type: _, ...before }: Extract<LogoutOutcome, { type: 'ordered' }>,
  shown: Shown,
): Final {
  const session = ordered?.session;
  const timing = session?.pendingLogout?.inBackend?.timing;
  if (!timing) return { type: 'loggedOut', ...before };
  const remarks = remarksOn(shown, timing);
  const staying = shown.contacts.filter(isLive).filter((contact) => timing !== 'immediate' || !contact.canBeStopped);
  if (staying.length === 0) return { type: 'loggedOut', ...before, ...remarks };
  if (timing === 'afterContact') return { type: 'deferred', ...before, ...remarks };
  const contacts = session.contacts.filter(({ contactId }) => staying.some((each) => each.contactId === contactId));
  return { type: 'unconfirmed', ...before, ...remarks, seenStatus: shownStatus({ ...session, contacts }) };
}

/** What the backend has shown of an agent last. Contacts that are not live are not kept, and cannot be lost. */
function asKnown(agent: Agent | undefined): Shown {
  const contacts = agent?.session?.contacts.map(({ contactId, channel, beganAt }) => ({
    contactId,
    channel,
    phase: 'connected' as const,
    since: beganAt,
    canBeStopped: true,
  }));
  return { contacts: contacts ?? [], isGoingOffline: false };
}
