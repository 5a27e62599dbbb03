import { type Difference, type DifferenceKind, differenceKinds } from '../agents/difference.ts';
import type { Reconciled } from '../agents/reconcile.ts';
import type { Instant } from '../instant.ts';
import type { ReconciliationEvent } from './events.ts';

/** Names the reconciliations of an instance. */
export interface ReconciliationKey {
  readonly instanceId: string;
}

/** A reconciliation that somebody has asked for. */
export interface Asked {
  readonly reconciliationId: string;
  readonly requestedBy: string;
  readonly requestedAt: Instant;
}

/** What was mended. */
export interface Tally {
  readonly agents: number;
  readonly kinds: Readonly<Record<DifferenceKind, number>>;
  /** The first of them. */
  readonly agentIds: readonly string[];
}

/** A look at everybody that has found agents who differ. */
export interface Mending {
  readonly lookId: string;
  readonly startedAt: Instant;
  readonly mended: Tally;
  /** Who is changed at this moment: if the process dies, whoever does not differ at the next look was. */
  readonly now: readonly Difference[];
}

/** What is going on with looks at the agents of an instance. Nothing most of the time. */
export interface Reconciliation extends ReconciliationKey {
  /** What somebody asked for, until a look that began after that is complete. */
  readonly asked?: Asked;
  readonly mending?: Mending;
}

/** A look at everybody that goes on. */
export interface Look {
  readonly lookId: string;
  readonly startedAt: Instant;
  /** What it answers. */
  readonly asked?: Asked;
  /** What a process that has died left behind, as it was when this look began. */
  readonly leftBehind?: Mending;
}

/** So many ids go on the bus: at most some 10 KB of the 256 that an event may have. */
const mostIds = 100;

const countsOf = (count: (kind: DifferenceKind) => number) =>
  Object.fromEntries(differenceKinds.map((kind) => [kind, count(kind)])) as Record<DifferenceKind, number>;

const nothing: Tally = { agents: 0, kinds: countsOf(() => 0), agentIds: [] };

const add = ({ agents, kinds, agentIds }: Tally, more: readonly Difference[]): Tally => ({
  agents: agents + more.length,
  kinds: countsOf((kind) => (kinds[kind] ?? 0) + more.filter((each) => each.kinds.includes(kind)).length),
  agentIds: [...agentIds, ...more.map(({ agentId }) => agentId)].slice(0, mostIds),
});

/** Somebody asks for a reconciliation, or joins the one that was asked for. */
export const ask = (current: Reconciliation | undefined, key: ReconciliationKey, asked: Asked) => ({
  ...(current ?? { instanceId: key.instanceId }),
  asked: current?.asked ?? asked,
});

/**
 * The reconciliation before agents are changed. Whoever was about to be changed before that has been, unless a process has died
 * in between and they still differ.
 *
 * @param all everybody who differs at this look
 */
export function beginMending(
  current: Reconciliation | undefined,
  key: ReconciliationKey,
  { lookId, startedAt }: Look,
  { now, all }: { readonly now: readonly Difference[]; readonly all: ReadonlySet<string> },
): Reconciliation {
  const earlier = current?.mending;
  const isMine = earlier?.lookId === lookId;
  const done = earlier?.now.filter(({ agentId }) => isMine || !all.has(agentId)) ?? [];
  return {
    ...(current ?? { instanceId: key.instanceId }),
    mending: {
      lookId,
      startedAt: earlier?.startedAt ?? startedAt,
      mended: add(earlier?.mended ?? nothing, done),
      now,
    },
  };
}

/** The reconciliation after a look at everybody, and what it says of it: nothing unless something was mended or asked for. */
export function completeLook(
  current: Reconciliation | undefined,
  look: Look,
  { looked }: Pick<Reconciled, 'looked'>,
  finishedAt: Instant,
): { readonly state: Reconciliation | undefined; readonly events: readonly ReconciliationEvent[] } {
  if (!current) return { state: current, events: [] };
  const { asked, mending, ...rest } = current;
  const isMine = mending?.lookId === look.lookId || mending?.lookId === look.leftBehind?.lookId;
  const answered = asked && asked.reconciliationId === look.asked?.reconciliationId ? asked : undefined;
  // Another look may have gone on with what this one began: it says so, and answers.
  if (mending ? !isMine : !answered) return { state: current, events: [] };
  const { agents, kinds, agentIds } = mending ? add(mending.mended, mending.now) : nothing;
  const event: ReconciliationEvent = {
    type: 'AgentsReconciled',
    instanceId: rest.instanceId,
    ...(answered && { reconciliationId: answered.reconciliationId, requestedBy: answered.requestedBy }),
    startedAt: mending?.startedAt ?? look.startedAt,
    finishedAt,
    looked,
    differed: agents,
    mended: kinds,
    agentIds,
  };
  return { state: { ...rest, ...(asked && !answered && { asked }) }, events: [event] };
}
