import type { Agent, AgentKey } from '../agents/agent.ts';
import type { ChangeAgent } from '../agents/change-agent.ts';
import type { AgentDirectory } from '../agents/ports.ts';
import { allFulfilled, inParallel } from '../in-parallel.ts';
import type { ImportAtWork, PageDone } from './agent-import.ts';
import { type ImportDecision, importProfile, markDeleted } from './imported-agent.ts';
import type { AgentSource, ImportedAgent, Listings } from './ports.ts';

interface Ports {
  readonly source: AgentSource;
  readonly listings: Listings;
  readonly directory: AgentDirectory;
  readonly changeAgent: ChangeAgent;
}

/** Agents read at once, and how many of those that differ are changed at the same time. */
const readAtOnce = 100;
const width = 20;
/** Agents of one page of the comparison. */
const comparedAtOnce = 200;

/** Does the next page of an import. A page that is done again changes nothing the second time. */
export function makeImportPage({ source, listings, directory, changeAgent }: Ports) {
  /** Whom this import has listed. Read once: until it lets go of the import, nobody else adds to it. */
  let listed: Set<string> | undefined;
  async function listedBy({ importId, instanceId }: ImportAtWork): Promise<Set<string>> {
    if (listed) return listed;
    const pages = (await listings.all({ instanceId })).filter((page) => page.importId === importId);
    listed = new Set(pages.flatMap(({ agentIds }) => agentIds));
    return listed;
  }

  async function list(current: ImportAtWork): Promise<PageDone> {
    const { importId, counts, progress } = current;
    const known = await listedBy(current);
    const { agentIds, passedOver, next } = await source.list(progress.place);
    const added = agentIds.filter((agentId) => !known.has(agentId));
    if (added.length > 0) await listings.put(current, progress.pages, { importId, agentIds: added });
    for (const agentId of added) known.add(agentId);
    const before = progress.place === undefined ? 0 : counts.passedOver;
    return {
      counts: { ...counts, listed: known.size, passedOver: before + passedOver },
      // A page that was kept by an attempt that failed stays where it is.
      pages: progress.pages + 1,
      next,
    };
  }

  async function read(current: ImportAtWork): Promise<PageDone> {
    const { instanceId, counts, progress } = current;
    const known = await listedBy(current);
    const { agents, next } = await source.profiles(progress.place);
    const existing = agents.filter(({ agentId }) => known.has(agentId));
    const outcomes = await changeThose(instanceId, existing, (agent, { agentId, profile }) =>
      importProfile(agent, { instanceId, agentId }, profile),
    );
    const of = (type: 'created' | 'changed') => outcomes.filter((outcome) => outcome === type).length;
    return {
      counts: { ...counts, created: counts.created + of('created'), changed: counts.changed + of('changed') },
      pages: progress.pages,
      next,
    };
  }

  async function compare(current: ImportAtWork): Promise<PageDone> {
    const { instanceId, importId, counts, progress } = current;
    const pages = await listings.all({ instanceId });
    const earlier = pages.filter((page) => page.importId !== importId);
    const known = await listedBy(current);
    const gone = [...new Set(earlier.flatMap(({ agentIds }) => agentIds))]
      .filter((agentId) => !known.has(agentId) && agentId > (progress.place ?? ''))
      .sort();
    const page = gone.slice(0, comparedAtOnce).map((agentId) => ({ agentId }));
    const outcomes = await changeThose(instanceId, page, (agent, _, now) => markDeleted(agent, now));
    const next = page[comparedAtOnce - 1]?.agentId;
    if (next === undefined) await listings.remove(current, [...new Set(earlier.map((each) => each.importId))]);
    const deleted = outcomes.filter((outcome) => outcome === 'changed').length;
    return { counts: { ...counts, deleted: counts.deleted + deleted }, pages: progress.pages, next };
  }

  /** Changes agents whom a decision changes. The others are read by the hundred and not written. */
  async function changeThose<Named extends Pick<ImportedAgent, 'agentId'>>(
    instanceId: string,
    all: readonly Named[],
    decide: (agent: Agent | undefined, named: Named, now: number) => ImportDecision,
  ) {
    const outcomes: ImportDecision['outcome'][] = [];
    for (let start = 0; start < all.length; start += readAtOnce) {
      const page = all.slice(start, start + readAtOnce);
      const found = await directory.find(
        instanceId,
        page.map(({ agentId }) => agentId),
      );
      const unreadable = new Set(found.unreadable);
      const known = new Map(found.agents.map((agent) => [agent.agentId, agent]));
      const differing = page.filter(
        (named) => !unreadable.has(named.agentId) && decide(known.get(named.agentId), named, 0).outcome !== 'same',
      );
      const changed = await inParallel(differing, width, (named) => {
        const key: AgentKey = { instanceId, agentId: named.agentId };
        return changeAgent(key, (agent, now) => decide(agent, named, now), { delivery: 'repeated', isObserved: true });
      });
      outcomes.push(...allFulfilled(changed, 'agents'));
    }
    return outcomes;
  }

  return (current: ImportAtWork): Promise<PageDone> => {
    switch (current.progress.phase) {
      case 'listing':
      case 'listingAgain':
        return list(current);
      case 'reading':
        return read(current);
      case 'comparing':
        return compare(current);
    }
  };
}
