import * as z from 'zod/mini';

/** What becomes the teams of an agent: the groups of the hierarchy above the agent, or the routing profile. */
export type TeamsOf = 'hierarchyGroups' | 'routingProfiles';

/** What the id of an agent in Lastcall is: the id of the user, or the name that the user signs in with. */
export type AgentIds = 'userId' | 'username';

/** An instance of Amazon Connect that Lastcall drives. */
export interface ConnectInstance {
  /** The id at the end of the ARN. It is the id of the instance in Lastcall, too. */
  readonly instanceId: string;
  readonly region: string;
  readonly arn: string;
  readonly teams: readonly TeamsOf[];
  /** How often everybody is looked at. */
  readonly pollSeconds: number;
  /** What the ids of its agents are. */
  readonly agentIds: AgentIds;
}

const arnForm = /^arn:aws[a-z-]*:connect:([a-z0-9-]+):\d{12}:instance\/([0-9a-f-]{36})$/;

const form = z.tuple([
  z.pipe(z.string().check(z.regex(/^\d+$/)), z.transform(Number)),
  z.pipe(
    z.string(),
    z.transform((text) => text.split(',')),
  ),
  z.pipe(
    z.string(),
    z.transform((text) => text.split(',')),
  ),
  z.enum(['userId', 'username']),
]);
const teamsForm = z.array(z.enum(['hierarchyGroups', 'routingProfiles']));
const arnsForm = z.array(z.string().check(z.regex(arnForm)));

/**
 * Reads the variable that the deployment sets, which is short because all variables of a function share 4 KB: the seconds
 * between looks, the teams, the ARNs and what agents are called, with semicolons between them, such as
 * `15;routingProfiles;arn:aws:connect:…;userId`. Instances for which these are others follow after a `|`. All are of one account
 * and region, so only the first ARN is there and of the others the ids. It is empty if there is no instance.
 */
export function connectInstances(text: string): ReadonlyMap<string, ConnectInstance> {
  if (text === '') return new Map();
  const [first = ''] = /arn:[^,;|]*\//.exec(text) ?? [];
  return new Map(text.split('|').flatMap((group) => instancesOf(group, first).map((each) => [each.instanceId, each])));
}

function instancesOf(group: string, before: string): readonly ConnectInstance[] {
  const [pollSeconds, teamsGiven, given, agentIds] = form.parse(group.split(';'));
  const teams = teamsForm.parse(teamsGiven);
  const arns = given.map((name) => (name.startsWith('arn:') ? name : before + name));
  return arnsForm.parse(arns).map((arn) => {
    const [, region = '', instanceId = ''] = arnForm.exec(arn) ?? [];
    return { instanceId, region, arn, teams, pollSeconds, agentIds };
  });
}

/** The id at the end of an ARN. Amazon Connect writes some ARNs without a partition, so only the end counts. */
export const idOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
