import { z } from 'zod';
import { accept, clear, hangUp } from './desk.ts';
import { configurationOf, snapshotOf } from './snapshot.ts';
import type { StandIn } from './stand-in.ts';

/** Shorter than the patience of what may lie between, as the real one's. */
const pollMillis = 25_000;

const ofContact = z.object({ contactId: z.string() });

/** What a CCP's worker asks for, by the names of the real API. What a page asks for beside these comes to nothing. */
const requestSchema = z.discriminatedUnion('method', [
  z.object({ method: z.literal('getAgentConfiguration') }),
  z.object({ method: z.literal('getAgentSnapshot'), params: z.object({ nextToken: z.number().nullable() }) }),
  z.object({
    method: z.literal('putAgentState'),
    params: z.object({
      state: z.object({ agentStateARN: z.string().nullable() }),
      enqueueNextState: z.boolean().optional(),
    }),
  }),
  z.object({ method: z.literal('acceptContact'), params: ofContact }),
  z.object({ method: z.literal('destroyConnection'), params: ofContact }),
  z.object({ method: z.enum(['clearContact', 'completeContact']), params: ofContact }),
  z.object({ method: z.literal('sendClientLogs') }),
]);

/** What the worker gets: what it asked for, why not, or nothing at all. */
export type ApiAnswer =
  | { readonly status: 200; readonly body: object }
  | { readonly status: 204 }
  | { readonly status: 400 | 401; readonly body: { readonly message: string } };

/** Answers a CCP's worker as Amazon Connect would. */
export async function answerCcp(standIn: StandIn, agentId: string, asked: unknown): Promise<ApiAnswer> {
  const request = requestSchema.safeParse(asked);
  if (!request.success) return { status: 400, body: { message: z.prettifyError(request.error) } };
  // The last word of a worker that is told to terminate may come after the logout.
  const isAllowed = standIn.isLoggedIn(agentId) || request.data.method === 'sendClientLogs';
  if (!isAllowed) return { status: 401, body: { message: 'Nobody is logged in here' } };
  return answer(standIn, agentId, request.data);
}

async function answer(standIn: StandIn, agentId: string, request: z.output<typeof requestSchema>): Promise<ApiAnswer> {
  switch (request.method) {
    case 'getAgentConfiguration':
      return { status: 200, body: { configuration: configurationOf(agentId) } };
    case 'getAgentSnapshot':
      return poll(standIn, agentId, request.params.nextToken);
    case 'putAgentState': {
      const { state, enqueueNextState = false } = request.params;
      const { agentStateARN } = state;
      const put = await standIn.putState(agentId, { agentStateARN, enqueueNextState });
      if (put.type === 'failed') return { status: 400, body: { message: put.error } };
      return put.type === 'lost' ? { status: 204 } : { status: 200, body: {} };
    }
    case 'acceptContact':
      return deed(standIn, agentId, { of: accept, contactId: request.params.contactId });
    case 'destroyConnection':
      return deed(standIn, agentId, { of: hangUp, contactId: request.params.contactId });
    case 'clearContact':
    case 'completeContact':
      return deed(standIn, agentId, { of: clear, contactId: request.params.contactId });
    case 'sendClientLogs':
      standIn.logTerminate(agentId);
      return { status: 200, body: {} };
  }
}

interface Deed {
  readonly of: typeof accept;
  readonly contactId: string;
}

function deed(standIn: StandIn, agentId: string, { of, contactId }: Deed): ApiAnswer {
  standIn.change(agentId, (desk, now) => of(desk, contactId, now));
  return { status: 200, body: {} };
}

/** Answers at once what is new to the worker, else when something is. */
async function poll(standIn: StandIn, agentId: string, nextToken: number | null): Promise<ApiAnswer> {
  await standIn.changeAfter(agentId, nextToken ?? 0, pollMillis);
  if (!standIn.isLoggedIn(agentId)) return { status: 401, body: { message: 'The agent has been logged out' } };
  const { desk, version } = standIn.look(agentId);
  return { status: 200, body: { snapshot: snapshotOf(desk, Date.now()), nextToken: version } };
}
