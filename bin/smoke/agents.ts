import * as z from 'zod';
import type { CleaningUp } from './clean-up.ts';
import { SmokeFault, type StageApi, unexpected, within } from './stage-api.ts';

/** What a smoke test calls a stage with. */
export interface Calls {
  readonly api: StageApi;
  /** For what ends what was made: it goes on after an interruption. */
  readonly forEnding: StageApi;
  readonly cleaning: CleaningUp;
  /** How many times faster than real time the stage is. */
  readonly speed: number;
}

/** Agents that no other run uses at the same time. */
export interface SmokeAgents extends Calls {
  readonly ids: readonly string[];
  /** The ids in words. */
  readonly named: string;
  /** Signs an agent in. */
  signIn(agentId: string): Promise<void>;
  /** Signs an agent in with a desktop. Resolves with the token of the session. */
  signInWithDesktop(agentId: string): Promise<string>;
}

/** One more than are forced out without a job. */
const agentsOfARun = 51;
const mostRuns = 20;
const leaseSeconds = 600;
/** No system sends contacts to agents with such a status. */
const signIn = { status: 'Smoke test', statusType: 'CUSTOM' };

const anything = z.unknown();
const session = z.object({ sessionId: z.string(), token: z.string() });
const job = z.object({ jobId: z.int() });

/** The counts of a job that has come to its end. */
const finishedJob = z.object({
  status: z.enum(['completed', 'failed']),
  counts: z.object({ matched: z.int(), loggedOut: z.int() }),
});

const profile = (agentId: string) => ({
  name: 'Smoke test',
  email: 'smoke@example.com',
  agentNumber: agentId,
  teamIds: [],
});

/**
 * Takes agents for this run. The profiles stay, so every run takes the same ones again, unless another run has them: who
 * signs `lastcall-smoke-1` in has `lastcall-smoke-1-1` and so on. A run that was killed leaves them with their leases.
 */
export async function claimAgents({ api, forEnding, cleaning, speed }: Calls): Promise<SmokeAgents> {
  for (let run = 1; run <= mostRuns; run += 1) {
    const owner = `lastcall-smoke-${run}`;
    await api.call('PUT', `/v1/agents/${owner}`, anything, { body: profile(owner) });
    const claimed = await api.send('PUT', `/v1/agents/${owner}/session`, { body: { ...signIn, leaseSeconds } });
    if (claimed.status === 409) continue;
    const { sessionId } = session.safeParse(claimed.body).data ?? {};
    if (sessionId === undefined) throw unexpected(`PUT /v1/agents/${owner}/session`, claimed);
    cleaning.later(`the session of ${owner}`, () => forEnding.call('DELETE', `/v1/agents/${owner}/session`, anything));
    keepAlive(forEnding, { owner, sessionId, speed, cleaning });
    const ids = Array.from({ length: agentsOfARun }, (_, n) => `${owner}-${n + 1}`);
    cleaning.later(`the sessions of ${owner}-…`, () => signOut(forEnding, ids));
    await signOut(api, ids);
    const put = async (agentId: string, lease: object) => {
      await api.call('PUT', `/v1/agents/${agentId}`, anything, { body: profile(agentId) });
      return api.call('PUT', `/v1/agents/${agentId}/session`, anything, { body: { ...signIn, ...lease } });
    };
    return {
      ...{ api, forEnding, cleaning, speed, ids, named: `${ids[0]} to ${ids.at(-1)}` },
      // If this run is killed, the sessions end by themselves. In fast time that could be before the end of this run.
      signIn: async (agentId) => void (await put(agentId, speed > 1 ? {} : { leaseSeconds })),
      signInWithDesktop: async (agentId) => session.parse(await put(agentId, { leaseSeconds })).token,
    };
  }
  throw new SmokeFault(
    `${mostRuns} other smoke tests are running, or were killed less than ${leaseSeconds / 60} minutes ago: try again then`,
  );
}

/** Sends heartbeats for the owner of the agents for as long as this run lasts. */
function keepAlive(
  api: StageApi,
  {
    owner,
    sessionId,
    speed,
    cleaning,
  }: { readonly owner: string; readonly sessionId: string } & Pick<Calls, 'speed' | 'cleaning'>,
): void {
  const path = `/v1/agents/${owner}/session/heartbeat`;
  const beat = () => void api.send('POST', path, { body: { sessionId } }).catch(() => undefined);
  const timer = setInterval(beat, (1000 * leaseSeconds) / 5 / speed);
  cleaning.later('the heartbeats', async () => clearInterval(timer));
}

/** Forces agents out at once, whatever contacts and pending logouts they have. */
async function signOut(api: StageApi, agentIds: readonly string[]): Promise<void> {
  const body = { select: { agentIds }, timing: 'immediate', confirmEveryone: true, reason: 'smoke test' };
  const answer = await api.call('POST', '/v1/force-logouts', anything, { body });
  const started = job.safeParse(answer).data;
  if (started !== undefined) await jobOf(api, started.jobId);
}

/** A job, as soon as it has come to its end. */
export const jobOf = (api: StageApi, jobId: number) =>
  within(120, { what: `The job ${jobId} did not end`, signal: api.signal }, async () => {
    return finishedJob.safeParse(await api.call('GET', `/v1/force-logouts/${jobId}`, anything)).data;
  });

/** Reads what the start of a job answers. */
export const startJob = (api: StageApi, body: object) => api.call('POST', '/v1/force-logouts', job, { body });
