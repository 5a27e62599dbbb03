import * as z from 'zod';
import { isOfTeams } from '#core/agents/agent.ts';
import { auditOutcomes, outcomeOf } from '#core/audit/outcome.ts';
import type { AuditEntry, AuditPage, AuditQuery } from '#core/audit/ports.ts';
import type { AuditUseCases } from '#core/audit/use-cases.ts';
import { toIso } from '#core/instant.ts';
import { agentId, instant, instantGiven } from '../fields.ts';
import { type HttpRequest, RefusedRequest } from '../http.ts';
import { closedObject, mustBe, noBody, onceRead } from '../request-schema.ts';
import { cursorAnswer, pageKeys, pageOf } from './page.ts';
import type { FindAgent } from './presence.ts';
import { nativeRoute } from './problem.ts';

const jobIdError = mustBe('the number of a job');

const entryAnswer = z.strictObject({
  at: instant,
  eventId: z.string(),
  /** The event that it was made of, by the name that it has on the bus. */
  type: z.string(),
  outcome: z.enum(auditOutcomes).optional(),
  requestedBy: z.string(),
  from: z
    .strictObject({
      via: z.enum(['apiKey', 'token', 'iam', 'flow', 'session']),
      ipAddress: z.string().optional(),
    })
    .optional(),
  reason: z.string().optional(),
  agentId: z.string().optional(),
  jobId: z.int().optional(),
  /** The other members of the event. */
  details: z.record(z.string(), z.unknown()),
});

const entryView = ({ at, eventId, type, details, ...entry }: AuditEntry): z.input<typeof entryAnswer> => {
  const { requestedBy, from, reason, agentId, jobId } = entry;
  const outcome = outcomeOf({ type, details });
  return {
    at: toIso(at),
    eventId,
    type,
    ...(outcome && { outcome }),
    requestedBy,
    ...(from && {
      from: { via: from.via, ...(from.ipAddress !== undefined && { ipAddress: from.ipAddress }) },
    }),
    ...(reason !== undefined && { reason }),
    ...(agentId !== undefined && { agentId }),
    ...(jobId !== undefined && { jobId }),
    details,
  };
};

type Needed = Pick<AuditUseCases, 'listAudit'> & FindAgent;

/** Who asked for what, the newest first. */
const listAudit = nativeRoute({
  key: 'GET /v1/audit',
  scope: 'audit:read',
  request: z.object({
    body: noBody,
    query: closedObject({
      agentId: agentId.optional(),
      jobId: z
        .string({ error: jobIdError })
        .regex(/^[1-9]\d{0,14}$/, { error: jobIdError })
        .transform(Number)
        .optional(),
      from: instantGiven.optional(),
      to: instantGiven.optional(),
      ...pageKeys,
    }).refine(({ from, to }) => from === undefined || to === undefined || from < to, {
      path: ['to'],
      error: 'Must be later than from',
      when: onceRead('from', 'to'),
    }),
  }),
  answers: { 200: z.strictObject({ entries: z.array(entryAnswer), ...cursorAnswer }) },
  heedsTeams: true,
  run: async (useCases: Needed, { query }, { caller }) => {
    const { agentId, jobId, from, to } = query;
    const wanted: AuditQuery = {
      ...(agentId !== undefined && { agentId }),
      ...(jobId !== undefined && { jobId }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    };
    const list = () => useCases.listAudit(caller.instanceId, wanted, pageOf(query));
    return caller.teamIds
      ? listForTeams(useCases, { caller, wanted, list, goesOn: query.cursor !== undefined })
      : list();
  },
  render: ({ entries, cursor }) => ({
    status: 200,
    body: { entries: entries.map(entryView), ...(cursor !== undefined && { cursor }) },
  }),
});

const nothing: AuditPage = { entries: [] };

/**
 * A caller who is limited to teams sees what became of one of their agents, or of a job that they have asked for. Entries of an
 * agent of others are not even looked up, so no cursor shows when there was one. A job has one requester, so either all of its
 * entries are the caller's or none; only of a list that goes on a page may have none that can be read.
 *
 * @throws RefusedRequest when neither is named
 */
async function listForTeams(
  { getAgent }: FindAgent,
  {
    caller: { instanceId, callerId, teamIds = [] },
    wanted: { agentId, jobId },
    list,
    goesOn,
  }: {
    readonly caller: HttpRequest['caller'];
    readonly wanted: AuditQuery;
    readonly list: () => Promise<AuditPage>;
    /** Whether the caller has a cursor. */
    readonly goesOn: boolean;
  },
): Promise<AuditPage> {
  if (agentId !== undefined) {
    const agent = await getAgent({ instanceId, agentId });
    return agent && isOfTeams(agent, teamIds) ? shownTo(callerId, await list()) : nothing;
  }
  if (jobId === undefined) {
    const message = `Must be given, or the jobId of a job that you have asked for: you are limited to the teams ${teamIds.join(', ')}`;
    throw new RefusedRequest({ type: 'badInput', faults: [{ path: 'agentId', message }] });
  }
  const page = await list();
  const isOwn = page.entries.every(({ requestedBy }) => requestedBy === callerId);
  return isOwn && (goesOn || page.entries.length > 0) ? shownTo(callerId, page) : nothing;
}

/** Without the addresses of others who have asked, and without the teams that they are limited to. */
const shownTo = (callerId: string, { entries, ...page }: AuditPage): AuditPage => ({
  ...page,
  entries: entries.map(({ from, details, ...entry }) => {
    const { cancelledFrom, selection, refusal, ...facts } = details;
    const isOwn = entry.requestedBy === callerId;
    return {
      ...entry,
      ...(from && { from: isOwn ? from : { via: from.via } }),
      details: {
        ...facts,
        ...(selection !== undefined && { selection: isOwn ? selection : withoutCallerTeams(selection) }),
        ...(refusal !== undefined && { refusal: isOwn ? refusal : withoutTeams(refusal) }),
        ...(cancelledFrom !== undefined && facts.cancelledBy === callerId && { cancelledFrom }),
      },
    };
  }),
});

const someObject = z.looseObject({});

function withoutCallerTeams(selection: unknown): unknown {
  const { callerTeamIds: _, ...others } = someObject.catch({}).parse(selection);
  return others;
}

/** Why a guard refused, and no count of teams that may be others'. */
function withoutTeams(refusal: unknown): unknown {
  const { teams: _, ...others } = someObject.catch({}).parse(refusal);
  return others;
}

/** The record of who asked for what. */
export const auditRoutes = [listAudit];
