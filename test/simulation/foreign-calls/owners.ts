import { type Caller, type Scope, scopes } from '#core/access/access.ts';
import { anAgent, aSession } from '#test/support/agents.ts';

/** Contact centres that have the same ids, so that every id of one leads somewhere in each. */
export const instances = ['north', 'south', 'west'] as const;

/** The teams of each, as ids that every dialect takes. */
export const teams = ['1', '2'] as const;

/** The agents of each instance, with their team. */
const teamByAgent: ReadonlyMap<string, string | undefined> = new Map([
  ['11', '1'],
  ['12', '1'],
  ['21', '2'],
  ['22', '2'],
  ['31', undefined],
]);
export const agentIds = [...teamByAgent.keys()];

/** Whose a text is: everybody's in an instance, or that of one of its teams. */
export interface Owner {
  readonly instanceId: string;
  readonly teamId?: string | undefined;
}

/** A text that says whose it is, wherever it appears. */
export const markerOf = ({ instanceId, teamId = 'all' }: Owner) => `zz-${instanceId}-${teamId}-zz`;

/** The owners of all texts in an answer. */
export function ownersIn(text: string): readonly Owner[] {
  const found = [...text.matchAll(/zz-([a-z]+)-(\w+)-zz/g)];
  return found.map(([, instanceId = '', teamId]) => ({ instanceId, teamId: teamId === 'all' ? undefined : teamId }));
}

export const teamOf = (agentId: string) => teamByAgent.get(agentId);

/** A third team in each instance, of more agents than are logged out in one request. */
export const crowd = '3';

/** The agents before anything has happened, each with texts of their own. */
export const staff = instances.flatMap((instanceId) => [
  ...agentIds.map((agentId) => markedAgent(instanceId, agentId, teamOf(agentId))),
  ...Array.from({ length: 51 }, (_, n) => {
    const { sessionId, ...session } = aSession();
    return {
      ...markedAgent(instanceId, String(301 + n), crowd),
      session: { ...session, sessionId: `${sessionId}-${n}` },
    };
  }),
]);

function markedAgent(instanceId: string, agentId: string, teamId: string | undefined) {
  const marker = markerOf({ instanceId, teamId });
  const teamIds = teamId === undefined ? [] : [teamId];
  return anAgent({ instanceId, agentId, name: marker, email: `${marker}@example.com`, agentNumber: marker, teamIds });
}

/** What somebody sends to say who they are, and whose texts they may see. */
export interface Viewer {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent for those who are nobody. */
  readonly instanceId?: string;
  /** @default - all teams */
  readonly teamId?: string;
  readonly scopes: readonly Scope[];
}

const keysOf = (instanceId: string): readonly Viewer[] =>
  (
    [
      ['all', scopes],
      ['read', ['sessions:read']],
      ['one', ['logout:one']],
      ['chats', ['chats:write']],
      ['none', []],
    ] as const
  ).map(([name, granted]) => ({
    name: `${instanceId}.${name}`,
    headers: { authorization: `Basic ${btoa(`${instanceId}.${name}:secret`)}` },
    instanceId,
    scopes: granted,
  }));

/** Tokens of an issuer, for one team each. */
const tokensOf = (instanceId: string): readonly Viewer[] =>
  teams.map((teamId) => {
    const name = `${instanceId}.team.${teamId}`;
    return { name, headers: { authorization: `Bearer ${name}` }, instanceId, teamId, scopes };
  });

export const callers: readonly Viewer[] = instances.flatMap((each) => [...keysOf(each), ...tokensOf(each)]);

export const nobody: Viewer = {
  name: 'nobody',
  headers: { authorization: `Basic ${btoa('nobody:guess')}` },
  scopes: [],
};

/** The caller of an instance who may do everything. */
export function ownerOf(instanceId: string): Viewer {
  const found = callers.find(({ name }) => name === `${instanceId}.all`);
  if (!found) throw new Error(`There is no instance ${instanceId}`);
  return found;
}

/** Identifies the callers above, by their names. */
export function callerNamed(name: string): Caller | undefined {
  const found = callers.find((each) => each.name === name);
  if (found?.instanceId === undefined) return undefined;
  const { instanceId, teamId } = found;
  return { callerId: name, instanceId, scopes: found.scopes, ...(teamId !== undefined && { teamIds: [teamId] }) };
}

/** Whether somebody may see a text. */
export const maySee = (viewer: Pick<Viewer, 'instanceId' | 'teamId'>, owner: Owner): boolean =>
  owner.instanceId === viewer.instanceId &&
  (viewer.teamId === undefined || owner.teamId === undefined || owner.teamId === viewer.teamId);
