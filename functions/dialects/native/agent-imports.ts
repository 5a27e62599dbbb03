import * as z from 'zod';
import type { AgentImport } from '#core/agent-imports/agent-import.ts';
import type { AgentImportUseCases } from '#core/agent-imports/use-cases.ts';
import { toIso } from '#core/instant.ts';
import { instant } from '../fields.ts';
import { RefusedRequest } from '../http.ts';
import { noBody, noQuery } from '../request-schema.ts';
import { nativeRoute } from './problem.ts';

const count = z.int();

const importAnswer = z.strictObject({
  importId: z.string(),
  status: z.enum(['running', 'completed', 'failed']),
  /** Absent for the one of the day. */
  requestedBy: z.string().optional(),
  startedAt: instant,
  finishedAt: instant.optional(),
  /** Why it failed. */
  fault: z.enum(['unknown', 'denied', 'refused', 'busy', 'unavailable']).optional(),
  counts: z.strictObject({ listed: count, created: count, changed: count, deleted: count, passedOver: count }),
});

function importView({ importId, requestedBy, startedAt, counts, progress }: AgentImport): z.input<typeof importAnswer> {
  const { listed, created, changed, deleted, passedOver } = counts;
  return {
    importId,
    status: progress.status,
    ...(requestedBy !== undefined && { requestedBy }),
    startedAt: toIso(startedAt),
    ...(progress.status !== 'running' && { finishedAt: toIso(progress.finishedAt) }),
    ...(progress.status === 'failed' && { fault: progress.fault }),
    counts: { listed, created, changed, deleted, passedOver },
  };
}

/** Begins in the background, or joins the import that runs. */
const postImport = nativeRoute({
  key: 'POST /v1/agent-imports',
  scope: 'sessions:write',
  request: z.object({ query: noQuery, body: noBody }),
  answers: { 202: importAnswer },
  run: ({ importAgents }: AgentImportUseCases, _, { caller }) =>
    importAgents({ instanceId: caller.instanceId }, caller.callerId),
  render: (begun) => {
    if (begun) return { status: 202, body: importView(begun) };
    throw new RefusedRequest({
      type: 'conflict',
      message:
        'Agents of this instance are not those of an Amazon Connect instance: create them with PUT /v1/agents/{agentId}',
    });
  },
});

/** The latest one: of each instance only that is kept. */
const getImport = nativeRoute({
  key: 'GET /v1/agent-imports/latest',
  scope: 'sessions:read',
  request: z.object({ query: noQuery, body: noBody }),
  answers: { 200: importAnswer },
  run: ({ latestImport }: AgentImportUseCases, _, { caller }) => latestImport({ instanceId: caller.instanceId }),
  render: (latest) => {
    if (latest) return { status: 200, body: importView(latest) };
    throw new RefusedRequest({
      type: 'notFound',
      message: 'Nothing was imported into this instance yet: begin with POST /v1/agent-imports',
    });
  },
});

/** Agents out of the contact centre that owns them. */
export const agentImportRoutes = [postImport, getImport];
