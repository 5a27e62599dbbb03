import { z } from 'zod';
import type { WatchedRequest } from '../aws/http/http-api.ts';

/** The routes whose answers say what became of several agents. */
export const bulkRoutes: readonly string[] = [
  'POST /v1/force-logouts',
  'POST /apps/api/v1/agent_statuses/force_logout',
];

/** What the answer to a forced logout says. */
export type AnsweredLogout =
  | { readonly type: 'job'; readonly jobId: number; readonly status: string }
  /** The outcome by the id of the agent. @default - the answer does not say which */
  | { readonly type: 'agents'; readonly outcomes: ReadonlyMap<string, string | undefined> };

const id = z.union([z.string(), z.number()]).transform(String);
const agents = (rows: readonly (readonly [agentId: string, outcome: string | undefined])[]) =>
  ({ type: 'agents', outcomes: new Map(rows) }) as const;

const answer = z.union([
  z
    .object({ results: z.array(z.object({ agentId: id, outcome: z.string() })) })
    .transform(({ results }) => agents(results.map(({ agentId, outcome }) => [agentId, outcome]))),
  z.object({ jobId: z.int(), status: z.string() }).transform((job) => ({ type: 'job', ...job }) as const),
  // CCAI's: whoever is not offline has to wait, or could not be logged out.
  z
    .array(z.object({ agent_id: id, current_status: z.string().optional() }))
    .transform((rows) =>
      agents(rows.map((row) => [row.agent_id, row.current_status === 'Offline' ? 'loggedOut' : undefined])),
    ),
  z
    .object({ id: z.int(), status: z.string(), link: z.string() })
    .transform(({ id, status }) => ({ type: 'job', jobId: id, status }) as const),
]);

/** Reads the body of an answer. `undefined`: it was refused, or is in no form that is known. */
export const readAnsweredLogout = (body: string): AnsweredLogout | undefined => answer.safeParse(jsonOf(body)).data;

/** What was asked for. */
export interface AskedLogout {
  /** The id of the API key. @default - the caller has shown another kind of credentials */
  readonly caller: string | undefined;
  /** Whether it only asks what would happen. */
  readonly isDryRun: boolean;
  /** The same for a request and its repeats. @default - a repeat would be another request */
  readonly repeatKey: string | undefined;
}

/** Reads what a request asks for. */
export function readAskedLogout({ headers, body }: Omit<WatchedRequest, 'routeKey'>): AskedLogout {
  const caller = callerOf(headers.authorization);
  const key = headers['idempotency-key'];
  return {
    caller,
    isDryRun: z.object({ dryRun: z.literal(true) }).safeParse(jsonOf(body.toString())).success,
    repeatKey: key === undefined ? undefined : JSON.stringify([headers.authorization, key]),
  };
}

function callerOf(authorization: string | undefined): string | undefined {
  const [, credentials] = /^Basic (\S+)$/i.exec(authorization ?? '') ?? [];
  return credentials && Buffer.from(credentials, 'base64').toString('utf8').split(':')[0];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
