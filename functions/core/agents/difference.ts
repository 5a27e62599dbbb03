import type { Agent } from './agent.ts';

/** In what an agent was known differently from what a backend shows. */
export const differenceKinds = ['signedIn', 'signedOut', 'status', 'contacts', 'teams', 'pendingLogout'] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** An agent who was known differently. */
export interface Difference {
  readonly agentId: string;
  /** One at least. */
  readonly kinds: readonly DifferenceKind[];
}

/**
 * In what an agent differs before and after an observation. Nothing if only the time of the observation is new, or that somebody
 * was absent for the first time, which proves nothing.
 */
export function kindsOf(before: Agent | undefined, after: Agent | undefined): readonly DifferenceKind[] {
  const [session, next] = [before?.session, after?.session];
  if (!session || !next) {
    if (session) return ['signedOut'];
    return next ? ['signedIn'] : [];
  }
  const isSameStatus = session.status === next.status && session.statusType === next.statusType;
  return [
    ...(isSameStatus ? [] : (['status'] as const)),
    ...(session.contacts === next.contacts ? [] : (['contacts'] as const)),
    ...(before?.profile === after?.profile ? [] : (['teams'] as const)),
    ...(session.pendingLogout === next.pendingLogout ? [] : (['pendingLogout'] as const)),
  ];
}
