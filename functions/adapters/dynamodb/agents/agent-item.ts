import * as z from 'zod/mini';
import type { Stored } from '#core/commit.ts';
import type { Agent, AgentKey, Session } from '#core/sessions/agent.ts';
import type { AgentEvent } from '#core/sessions/events.ts';
import { ipAddressShape } from '../../ip-address-shape.ts';
import { texts } from '../../texts.ts';
import { agentEventShape, fromAgentEventRecord, toAgentEventRecord } from './agent-event-record.ts';
import { endedSessionShape, fromEndedSessionRecord, toEndedSessionRecord } from './ended-session-record.ts';
import { agentKey, agentsTable } from './keys.ts';
import { fromLeftSessionRecord, leftSessionShape, toLeftSessionRecord } from './left-session-record.ts';
import {
  fromMarkRecord,
  fromSessionRecord,
  markShape,
  sessionShape,
  toMarkRecord,
  toSessionRecord,
} from './session-record.ts';

const { partitionKey: onlineInstance, sortKey: onlineAddress } = agentsTable.onlineByAddress;

/**
 * An agent's item. A write costs a unit for each kilobyte begun, so names are short and lists of the same shape are
 * tuples: a signed-in agent with a contact, an outbox and the marks of four jobs stays below one.
 */
const agentItemShape = z.object({
  /** Version; it is the condition of every write. */
  v: z.number(),
  /** Sequence of the last event. */
  sq: z.number(),
  /** The alarm last set. */
  al: z.exactOptional(z.number()),
  /** Profile: name, e-mail address, number, teams. */
  nm: z.string(),
  em: z.string(),
  no: z.string(),
  tm: texts,
  /** What the agent may do to others. */
  sp: z.exactOptional(z.string()),
  /** The session; its address is the sort key of the index. Both are absent while signed out. */
  se: z.exactOptional(sessionShape),
  [onlineAddress]: z.exactOptional(ipAddressShape),
  /** The sessions before. */
  es: z.exactOptional(z.readonly(z.array(endedSessionShape))),
  /** The session that its client has just left. */
  lf: z.exactOptional(leftSessionShape),
  /** A sign-in or sign-out that has no answer yet: id, until when. */
  tu: z.exactOptional(z.tuple([z.string(), z.number()])),
  /** Logout marks. */
  mk: z.exactOptional(z.readonly(z.array(markShape))),
  /** Outbox. */
  ob: z.exactOptional(z.readonly(z.array(agentEventShape))),
});
type AgentItem = z.output<typeof agentItemShape>;

export function toAgentItem({ state, version, sequence, outbox, alarmAt }: Stored<Agent, AgentEvent>) {
  const { instanceId, agentId, profile, session, endedSessions, leftSession, turn, logoutMarks } = state;
  const record: AgentItem = {
    v: version,
    sq: sequence,
    ...(alarmAt !== undefined && { al: alarmAt }),
    nm: profile.name,
    em: profile.email,
    no: profile.agentNumber,
    tm: profile.teamIds,
    ...(profile.securityProfileId !== undefined && { sp: profile.securityProfileId }),
    ...(session && { se: toSessionRecord(session), [onlineAddress]: session.ipAddress }),
    ...(endedSessions.length > 0 && { es: endedSessions.map(toEndedSessionRecord) }),
    ...(leftSession && { lf: toLeftSessionRecord(leftSession) }),
    ...(turn && { tu: [turn.turnId, turn.until] }),
    ...(logoutMarks.length > 0 && { mk: logoutMarks.map(toMarkRecord) }),
    ...(outbox.length > 0 && { ob: outbox.map(toAgentEventRecord) }),
  };
  return { ...agentKey(instanceId, agentId), ...record, ...(session && { [onlineInstance]: instanceId }) };
}

/** @throws ZodError when the item is not one that `toAgentItem` has made. */
export function fromAgentItem(key: AgentKey, item: unknown): Stored<Agent, AgentEvent> {
  const record = agentItemShape.parse(item);
  const session = sessionOf(record);
  const leftSession = record.lf && fromLeftSessionRecord(record.lf);
  const { instanceId, agentId } = key;
  return {
    state: {
      instanceId,
      agentId,
      profile: {
        name: record.nm,
        email: record.em,
        agentNumber: record.no,
        teamIds: record.tm,
        ...(record.sp !== undefined && { securityProfileId: record.sp }),
      },
      ...(session && { session }),
      endedSessions: record.es?.map(fromEndedSessionRecord) ?? [],
      ...(leftSession && { leftSession }),
      ...(record.tu && { turn: { turnId: record.tu[0], until: record.tu[1] } }),
      logoutMarks: record.mk?.map(fromMarkRecord) ?? [],
    },
    version: record.v,
    sequence: record.sq,
    outbox: record.ob?.map((event) => fromAgentEventRecord(key, event)) ?? [],
    ...(record.al !== undefined && { alarmAt: record.al }),
  };
}

function sessionOf({ se, [onlineAddress]: ipAddress }: AgentItem): Session | undefined {
  return se && ipAddress && fromSessionRecord(se, ipAddress);
}
