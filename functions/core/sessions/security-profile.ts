import type { Agent } from './agent.ts';

/** What agents of a profile may do to the sessions of others. */
export interface SecurityProfile {
  readonly instanceId: string;
  readonly profileId: string;
  /** Whose sessions they may end: everybody's, or those of members of these teams. */
  readonly endSessions: SessionRights;
}

export type SessionRights =
  | { readonly of: 'everybody' }
  | { readonly of: 'teams'; readonly teamIds: readonly string[] };

/** Whether somebody with these rights may end an agent's session. */
export function mayEndSession(rights: SessionRights, target: Agent): boolean {
  switch (rights.of) {
    case 'everybody':
      return true;
    case 'teams':
      return rights.teamIds.some((teamId) => target.profile.teamIds.includes(teamId));
  }
}
