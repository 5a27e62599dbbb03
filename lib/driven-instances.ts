import * as z from 'zod';
import { instanceArn, integer, jsonValue, mostInstances, pollSeconds, texts } from './setting-values.ts';

type Teams = readonly ('hierarchyGroups' | 'routingProfiles')[];

/** What may be another value for each instance of Amazon Connect. */
interface ForEach {
  readonly amazonConnectTeams: Teams;
  readonly amazonConnectAgentIds: 'userId' | 'username';
  readonly amazonConnectPollSeconds: number;
}

/** An instance of Amazon Connect whose agents Lastcall drives. */
export interface DrivenInstance {
  readonly arn: string;
  /** What the teams of its agents are. */
  readonly teams: Teams;
  /** What the ids of its agents are. */
  readonly agentIds: 'userId' | 'username';
  /** How often all of its agents are looked at. */
  readonly pollSeconds: number;
}

export const teamsOf = z.array(z.enum(['hierarchyGroups', 'routingProfiles'])).min(1);
export const agentIds = z.enum(['userId', 'username']);

/** An instance with what is different there. */
const instance = z.strictObject({
  arn: instanceArn,
  teams: texts.pipe(teamsOf).optional(),
  agentIds: agentIds.optional(),
  pollSeconds: integer.pipe(pollSeconds).optional(),
});
export type NamedInstance = z.output<typeof instance>;

const example = '[{"arn": "arn:aws:connect:…:instance/…", "teams": ["routingProfiles"], "pollSeconds": 60}]';

/** A list in cdk.json, or the list as JSON. */
export const namedInstances = z
  .union([z.array(z.unknown()), z.string().transform(jsonValue)])
  .pipe(z.array(instance).max(mostInstances))
  .refine((named) => new Set(named.map(({ arn }) => arn)).size === named.length)
  .default([])
  .describe(
    `a list of at most ${mostInstances} objects, each with the arn of another Amazon Connect instance and, if they differ there, teams (hierarchyGroups, routingProfiles or both), agentIds (userId or username) and pollSeconds (15 to 60, or 300 with agent events), such as ${example}`,
  );

/** All instances that are driven: those that are named with values of their own, and those that have the values of all. */
export function drivenInstances(
  {
    amazonConnectArns,
    amazonConnectInstances,
  }: { readonly amazonConnectArns: readonly string[]; readonly amazonConnectInstances: readonly NamedInstance[] },
  all: ForEach,
): readonly DrivenInstance[] {
  return [...amazonConnectArns.map((arn): NamedInstance => ({ arn })), ...amazonConnectInstances].map(
    ({ arn, teams, agentIds: ids, pollSeconds: seconds }) => ({
      arn,
      teams: [...new Set(teams ?? all.amazonConnectTeams)],
      agentIds: ids ?? all.amazonConnectAgentIds,
      pollSeconds: seconds ?? all.amazonConnectPollSeconds,
    }),
  );
}

/**
 * How the functions read them (`backends/amazon-connect/instance.ts`): those with the same values together, and after the first ARN
 * only the ids, because all instances are of one account and region.
 */
export function textOf(instances: readonly DrivenInstance[]): string {
  const groups = new Map<string, string[]>();
  for (const { arn, teams, agentIds: ids, pollSeconds: seconds } of instances) {
    const values = `${seconds};${teams.join()};|;${ids}`;
    const name = groups.size === 0 ? arn : arn.slice(arn.lastIndexOf('/') + 1);
    groups.set(values, [...(groups.get(values) ?? []), name]);
  }
  return [...groups].map(([values, arns]) => values.replace('|', arns.join())).join('|');
}
