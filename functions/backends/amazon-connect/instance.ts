import * as z from 'zod/mini';

/** What becomes the teams of an agent: the groups of the hierarchy above the agent, or the routing profile. */
export type TeamsOf = 'hierarchyGroups' | 'routingProfiles';

/** An instance of Amazon Connect that Lastcall drives. */
export interface ConnectInstance {
  /** The id at the end of the ARN. It is the id of the instance in Lastcall, too. */
  readonly instanceId: string;
  readonly region: string;
  readonly arn: string;
  readonly teams: readonly TeamsOf[];
  /** How often everybody is looked at. */
  readonly pollSeconds: number;
}

const arnForm = /^arn:aws[a-z-]*:connect:([a-z0-9-]+):\d{12}:instance\/([0-9a-f-]{36})$/;

const instanceShape = z.object({
  arn: z.string().check(z.regex(arnForm)),
  teams: z.array(z.enum(['hierarchyGroups', 'routingProfiles'])),
  pollSeconds: z.number(),
});

/** Reads the variable that the deployment sets: the instances as JSON, or nothing. */
export function connectInstances(json: string): ReadonlyMap<string, ConnectInstance> {
  if (json === '') return new Map();
  const instances = z.array(instanceShape).parse(JSON.parse(json));
  return new Map(
    instances.map((instance) => {
      const [, region = '', instanceId = ''] = arnForm.exec(instance.arn) ?? [];
      return [instanceId, { instanceId, region, ...instance }];
    }),
  );
}

/** The id at the end of an ARN. Amazon Connect writes some ARNs without a partition, so only the end counts. */
export const idOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
