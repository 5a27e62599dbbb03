import * as z from 'zod/mini';
import type {
  Agent,
  AgentKey,
  Channel,
  ChosenStatus,
  Contact,
  EndedContact,
  EndedSession,
  Lease,
  LeasedSession,
  LeftSession,
  OwedOffline,
  Profile,
  Seen,
  Session,
  SignInLock,
  SignOutCause,
  StatusType,
} from '#core/agents/agent.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import type { IpAddress } from '#core/agents/ip-range.ts';
import type { BackendLogout, Hold, PendingLogout, Timing } from '#core/agents/logout-order.ts';
import { agentEvents } from '../codec/agent-events.ts';
import { ipAddress, keyword, order, texts } from '../codec/fields.ts';
import { type Attributes, asTuple, type Codec, listOf, optional, savedAs } from '../codec/saved-as.ts';
import { agentKey, agentsTable } from './agents-table.ts';
import { aggregateItem } from './aggregate-item.ts';
import { logoutMark } from './logout-mark.ts';
import { ruleWatch } from './rule-watch.ts';

// A write costs a unit for each kilobyte begun, so names are short, and small objects of which there are many are tuples:
// a signed-in agent with a contact, an outbox and the marks of four jobs stays below one kilobyte. `recordHeartbeat` updates
// the lease (`se.ls`) where it is stored.

const { partitionKey: onlineInstance, sortKey: onlineAddress } = agentsTable.onlineByAddress;

/** The ids of an agent's teams, within the profile. */
export const teamIds = { attribute: 'pr', member: 'tm', stored: texts } as const;

/** When the client of a session left that it may come back to. */
export const leftAt = { attribute: 'lf', member: 'at', path: 'lf.at' } as const;

const profile = savedAs<Profile>({
  name: ['nm', z.string()],
  email: ['em', z.string()],
  agentNumber: ['no', z.string()],
  teamIds: [teamIds.member, teamIds.stored],
  securityProfileId: ['sp', optional(z.string())],
  protected: ['pt', optional(z.boolean())],
});

const lease = savedAs<Lease>({
  seconds: ['s', z.number()],
  lastSeenAt: ['at', z.number()],
  previouslySeenAt: ['pv', optional(z.number())],
  sentAt: ['sa', optional(z.number())],
  leavesAt: ['lv', optional(z.number())],
  contactGraceSeconds: ['gr', optional(z.number())],
});

const inBackend = savedAs<BackendLogout>({
  timing: ['tm', keyword<Timing>()],
  checkAt: ['at', z.number()],
  checks: ['n', z.number()],
  isDeferred: ['df', optional(z.literal(true))],
});

const pendingLogout = savedAs<PendingLogout>({
  order: ['or', order],
  requestedAt: ['at', z.number()],
  stage: ['sg', optional(keyword<NonNullable<PendingLogout['stage']>>())],
  inBackend: ['be', optional(inBackend)],
});

const ofContact = { contactId: z.string(), channel: keyword<Channel>(), beganAt: z.number() };
const contactOnly = asTuple<Omit<Contact, 'asOf'>>(ofContact);
const contactOfChat = asTuple<Required<Contact>>({ ...ofContact, asOf: z.number() });

/** Id, channel, begin, and for a contact that a chat has begun the number of the chat's event. */
const contact: Codec<Contact, readonly unknown[]> = {
  stored: z.union([contactOfChat.stored, contactOnly.stored]),
  read: (stored) => (typeof stored[3] === 'number' ? contactOfChat : contactOnly).read(stored),
  write: (value) =>
    value.asOf === undefined ? contactOnly.write(value) : contactOfChat.write({ ...value, asOf: value.asOf }),
};

/** A session without its address. */
const sessionFields = {
  sessionId: ['id', z.string()],
  signedInAt: ['in', z.number()],
  status: ['st', z.string()],
  statusType: ['ty', keyword<StatusType>()],
  statusSince: ['ss', z.number()],
  contacts: ['co', listOf(contact)],
  lastContactEndedAt: ['ce', optional(z.number())],
  takenBackRequest: ['tb', optional(z.number())],
  lease: ['ls', optional(lease)],
  leavesForGood: ['lg', optional(z.literal(true))],
  secretHash: ['sh', optional(z.string())],
  connections: ['ws', optional(texts)],
  pendingLogout: ['pl', optional(pendingLogout)],
  rules: ['rl', optional(ruleWatch)],
} as const;

const chosen = savedAs<ChosenStatus>({ status: ['st', z.string()], statusType: ['ty', keyword<StatusType>()] });

const endedSession = savedAs<EndedSession>({
  sessionId: ['id', z.string()],
  secretHash: ['sh', optional(z.string())],
  signedInAt: ['in', z.number()],
  cause: ['ca', keyword<SignOutCause>()],
  order: ['or', optional(order)],
  isReported: ['to', z.boolean()],
  chosen: ['cs', optional(chosen)],
  connections: ['ws', optional(texts)],
});

const leftSession = savedAs<LeftSession>({
  session: ['se', savedAs<LeasedSession>({ ...sessionFields, lease: ['ls', lease], ipAddress: ['ip', ipAddress] })],
  endedAt: [leftAt.member, z.number()],
});

const minuteLength = 5;

/**
 * Contacts that have ended, in one text: of each the mark, the minute to the base 36, and for a contact of a chat the number
 * of the chat's event to the base 36 between full stops. An earlier version skips that number.
 */
const endedContacts: Codec<readonly EndedContact[], string> = {
  stored: z.string(),
  read: (text) =>
    [...text.matchAll(/([0-9a-z]{7})([0-9a-z]{5})(?:[.]([0-9a-z]+)[.])?/g)].map(([, mark = '', minute = '', asOf]) => ({
      mark,
      endedMinute: Number.parseInt(minute, 36),
      ...(asOf !== undefined && { asOf: Number.parseInt(asOf, 36) }),
    })),
  write: (ended) =>
    ended
      .map(({ mark, endedMinute, asOf }) => {
        const entry = mark + endedMinute.toString(36).padStart(minuteLength, '0');
        return asOf === undefined ? entry : `${entry}.${asOf.toString(36)}.`;
      })
      .join(''),
};

const seen = savedAs<Seen>({
  at: ['at', z.number()],
  statusSince: ['ss', optional(z.number())],
  absentSince: ['ab', optional(z.number())],
});

const hold = savedAs<Hold>({
  until: ['un', z.number()],
  sessionId: ['id', z.string()],
  order: ['or', order],
  returns: ['n', z.number()],
});

/** The parts of an agent's item. The address of the session is the sort key of the index and is stored only there. */
type AgentParts = Omit<Agent, keyof AgentKey | 'session'> & {
  readonly session?: Omit<Session, 'ipAddress'>;
  readonly address?: IpAddress;
};

const parts = savedAs<AgentParts>({
  profile: [teamIds.attribute, profile],
  session: ['se', optional(savedAs<Omit<Session, 'ipAddress'>>(sessionFields))],
  address: [onlineAddress, optional(ipAddress)],
  endedSessions: ['es', listOf(endedSession)],
  leftSession: [leftAt.attribute, optional(leftSession)],
  signInLock: ['lk', optional(asTuple<SignInLock>({ lockId: z.string(), until: z.number() }))],
  hold: ['hd', optional(hold)],
  signedOutAt: ['so', optional(z.number())],
  owedOffline: ['ow', optional(asTuple<OwedOffline>({ checkAt: z.number(), checks: z.number() }))],
  seen: ['sn', optional(seen)],
  deletedAt: ['dl', optional(z.number())],
  endedContacts: ['ec', optional(endedContacts)],
  logoutMarks: ['mk', listOf(logoutMark)],
});

const state: Attributes<Omit<Agent, keyof AgentKey>> = {
  shape: parts.shape,
  readDeclared(item) {
    const { session, address, ...agent } = parts.readDeclared(item);
    return session && address ? { ...agent, session: { ...session, ipAddress: address } } : agent;
  },
  write: (agent) => parts.write(agent.session ? { ...agent, address: agent.session.ipAddress } : agent),
};

/** How an agent is stored. */
export const agentItem = aggregateItem<AgentKey, Agent, AgentEvent>({
  keyOf: ({ instanceId, agentId }) => agentKey(instanceId, agentId),
  state,
  events: agentEvents,
  derived: { [onlineInstance]: ({ instanceId, session }) => session && instanceId },
});
