import type { Finding } from './finding.ts';

/** GetCurrentUserData shows so many agents a call. */
export const agentsSeenByACall = 100;

/** As many agents as polling each 15 seconds is meant for. */
export const agentsPolled = 500;

/** What AWS grants by default of operations that every agent needs, a second and at once; all instances of an account share it. */
export const defaultQuotas = {
  PutUserStatus: { perSecond: 2, burst: 5 },
  GetCurrentUserData: { perSecond: 2, burst: 5 },
  UpdateParticipantRoleConfig: { perSecond: 5, burst: 8 },
} as const;

/** The rest is for whatever else calls Amazon Connect in the account. */
const share = 0.8;

/** How long a job of so many agents takes at least by the default quotas. */
export const secondsOfJob = (agents: number): number => {
  const { perSecond, burst } = defaultQuotas.PutUserStatus;
  return Math.max(0, (agents - burst * share) / (perSecond * share));
};

const inWords = (seconds: number) =>
  seconds < 90 ? `${Math.ceil(seconds)} seconds` : `${Math.ceil(seconds / 60)} minutes`;

/** What quotas and timers mean for this deployment. Quotas themselves are not looked up. */
export function quotaFindings(): Finding[] {
  const jobs = [50, 500, 5_000].map((agents) => `${agents} agents about ${inWords(secondsOfJob(agents))}`);
  const timers = defaultQuotas.UpdateParticipantRoleConfig.perSecond;
  return [
    {
      verdict: 'note',
      about: 'quotas',
      sentence: `by AWS's defaults, two calls of PutUserStatus a second for all instances of the account, of which Lastcall takes 80 %: ${jobs.join(', ')}; one agent is done at once. Service Quotas can raise it. The 200 that its console may show for GetCurrentUserData are wrong`,
    },
    {
      verdict: 'note',
      about: 'chat timers',
      sentence: `Amazon Connect's own timers are set, in at most ${timers} chats a second by default, and hold from the next agent who joins on; a chat flow that begins with a Lambda function needs a block "Play prompt" before it`,
    },
  ];
}
