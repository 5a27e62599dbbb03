import { z } from 'zod';
import type { WatchedRequest } from '../aws/http/http-api.ts';
import { type AskedLogout, readAnsweredLogout, readAskedLogout } from './answered-logout.ts';
import type { After } from './floods.ts';
import type { Line } from './line.ts';
import { outcomesText } from './outcomes.ts';

const order = z.object({ requestedBy: z.string(), jobId: z.int().optional() });
const ofSession = z.object({ instanceId: z.string(), agentId: z.string(), sessionId: z.string(), order });

const logoutEvent = z.discriminatedUnion('type', [
  ofSession.extend({ type: z.literal('AgentLogoutDeferred') }),
  ofSession.extend({
    type: z.literal('AgentSignedOut'),
    cause: z.literal('forced'),
    atDeadline: z.literal(true).optional(),
  }),
  z.object({ type: z.literal('LogoutJobCompleted'), instanceId: z.string(), jobId: z.int() }),
]);

/** What an event says of an agent, and no line so far. */
interface Untold {
  readonly agentId: string;
  readonly requestedBy: string;
  readonly outcome: 'loggedOut' | 'deferred';
}

/** How long events wait for others of the same request, or for its answer, which says more. */
const waitMillis = 1_000;

/**
 * Makes one line of each forced logout: what its answer says, or, where the answer speaks of one agent, what the events say.
 * What a job does is told by its end. Whoever had to wait for the end of a contact has another line then.
 */
export function makeForcedLogouts(tell: (line: Line) => void, after: After) {
  const untold = new Map<string, Untold>();
  const waiting = new Set<string>();
  const completedJobs = new Set<string>();
  const answeredKeys = new Set<string>();
  let openRequests = 0;
  let isScheduled = false;

  function tellLater(session: string, of: Untold): void {
    untold.set(session, of);
    if (!isScheduled) schedule();
  }

  function schedule(): void {
    isScheduled = true;
    after(waitMillis, () => {
      isScheduled = false;
      if (openRequests === 0) tellUntold();
      else if (untold.size > 0) schedule();
    });
  }

  function tellUntold(): void {
    const byCaller = Map.groupBy(untold.values(), ({ requestedBy }) => requestedBy);
    untold.clear();
    for (const [requestedBy, agents] of byCaller) {
      tellOutcomes(
        requestedBy,
        agents.map(({ outcome }) => outcome),
      );
    }
  }

  function tellOutcomes(requestedBy: string | undefined, outcomes: readonly string[], what = 'forced logout'): void {
    const counts = Object.fromEntries([...Map.groupBy(outcomes, String)].map(([name, { length }]) => [name, length]));
    tell({ kind: 'forced logouts', text: `${what}${byText(requestedBy)}: ${outcomesText(counts)}` });
  }

  function tellAnswer(body: string, { caller, isDryRun, repeatKey }: AskedLogout): void {
    const answered = readAnsweredLogout(body);
    if (answered === undefined || (repeatKey !== undefined && answeredKeys.has(repeatKey))) return;
    if (repeatKey !== undefined) answeredKeys.add(repeatKey);
    if (answered.type === 'job') {
      const { jobId, status } = answered;
      const text = `forced logout${byText(caller)}: job ${jobId} ${status === 'created' ? 'started' : status}`;
      tell({ kind: 'jobs started', text });
    } else if (isDryRun) {
      tellOutcomes(caller, [...answered.outcomes.values()].map(String), 'dry run of a forced logout');
    } else {
      const own = [...untold].filter(
        ([, { agentId, requestedBy }]) =>
          answered.outcomes.has(agentId) && (caller === undefined || caller === requestedBy),
      );
      for (const [session] of own) untold.delete(session);
      const seen = new Map<string, string>(own.map(([, { agentId, outcome }]) => [agentId, outcome]));
      const outcomes = [...answered.outcomes].map(([agentId, outcome]) => outcome ?? seen.get(agentId) ?? 'failed');
      tellOutcomes(caller ?? own[0]?.[1].requestedBy, outcomes);
    }
  }

  return {
    /** Whether the event belongs to a forced logout, which tells of it. */
    event(detail: unknown): boolean {
      const { data } = logoutEvent.safeParse(detail);
      if (data === undefined) return false;
      if (data.type === 'LogoutJobCompleted') {
        completedJobs.add(`${data.instanceId}/${data.jobId}`);
        return false;
      }
      const { type, instanceId, agentId, sessionId } = data;
      const { requestedBy, jobId } = data.order;
      const session = JSON.stringify([instanceId, agentId, sessionId]);
      const isOut = type === 'AgentSignedOut';
      if (isOut && waiting.delete(session)) {
        const when = 'atDeadline' in data && data.atDeadline ? 'at the deadline' : 'after the call';
        const text = `agent ${agentId}: signed out ${when}, forced logout by ${requestedBy}`;
        tell({ kind: 'agents signed out after the call', text });
        return true;
      }
      if (!isOut) waiting.add(session);
      // What follows a job's end is not among its counts.
      if (jobId !== undefined && !completedJobs.has(`${instanceId}/${jobId}`)) return true;
      tellLater(session, { agentId, requestedBy, outcome: isOut ? 'loggedOut' : 'deferred' });
      return true;
    },

    /** A forced logout of several was requested. What is returned receives the answer. */
    request(request: WatchedRequest) {
      const asked = readAskedLogout(request);
      openRequests += 1;
      return (body: string): void => {
        openRequests -= 1;
        tellAnswer(body, asked);
      };
    },

    /** Tells what waits. */
    end: tellUntold,
  };
}

const byText = (requestedBy: string | undefined) => (requestedBy === undefined ? '' : ` by ${requestedBy}`);
