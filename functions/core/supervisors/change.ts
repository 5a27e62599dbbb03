import { type Instant, seconds } from '../instant.ts';
import type { Viewer } from './watch.ts';

/** What an event is about. */
export type Subject =
  | { readonly of: 'agent'; readonly agentId: string }
  | { readonly of: 'job'; readonly jobId: number; readonly requestedBy: string }
  | { readonly of: 'chat'; readonly contactId: string; readonly agentIds: readonly string[] };

/** An event as the bus has it. */
export interface WatchedEvent {
  readonly eventId: string;
  /** When it happened, as the event says it. An agent who was erased and made again has the same ids of events again. */
  readonly at: string;
  readonly instanceId: string;
  readonly type: string;
  readonly subject: Subject;
  /** All that was published. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** An agent with the teams whose supervisors see the agent. */
export interface SeenAgent {
  readonly agentId: string;
  readonly teamIds: readonly string[];
}

/** Who is shown a change besides those who see all teams: supervisors of these agents, or the caller who asked for the job. */
export type Audience = { readonly agents: readonly SeenAgent[] } | { readonly requestedBy: string };

/** A change of an agent, a job or a chat. */
export interface Change {
  readonly instanceId: string;
  readonly eventId: string;
  readonly at: string;
  /** When it was kept: its place among the changes of the instance. */
  readonly keptAt: Instant;
  readonly audience: Audience;
  /** What is shown of it. */
  readonly content: Readonly<Record<string, unknown>>;
}

export const isOfViewer = ({ teamIds: own }: Viewer, { teamIds }: SeenAgent): boolean =>
  own === undefined || teamIds.some((teamId) => own.includes(teamId));

/** Whether somebody may be shown a change: one who is limited to teams those of their agents, and of the jobs that they have asked for. */
export function isShownTo({ instanceId, audience }: Change, viewer: Viewer): boolean {
  if (instanceId !== viewer.instanceId) return false;
  if (viewer.teamIds === undefined) return true;
  if ('requestedBy' in audience) return audience.requestedBy === viewer.callerId;
  return audience.agents.some((agent) => isOfViewer(viewer, agent));
}

/**
 * Changes that are kept at about the same time may be pushed in another order: a page that comes back is shown again what was kept
 * so long before its position. Longer than a function works on one, and than clocks differ.
 */
export const overlap = seconds(10);

/** A position: the instant, as text that pages need not understand. */
export const positionAt = (at: Instant): string => String(at).padStart(13, '0');

/** The instant of a position; `undefined` if it is none, or lies ahead. */
export function instantOf(position: unknown, now: Instant): Instant | undefined {
  if (typeof position !== 'string' || !/^\d{13}$/.test(position)) return undefined;
  const at = Number(position);
  return at <= now + overlap ? at : undefined;
}
