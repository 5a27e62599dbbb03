import type { Profile } from '../agents/agent.ts';
import type { AggregateStore } from '../change.ts';
import type { AgentImport, ImportKey } from './agent-import.ts';
import type { ImportEvent } from './events.ts';

/** Keeps the latest import of each instance. */
export type ImportStore = AggregateStore<ImportKey, AgentImport, ImportEvent>;

/** Who an agent is, as the backend knows it: it does not show e-mail addresses and gives no rights here. */
export type ImportedProfile = Pick<Profile, 'name' | 'agentNumber' | 'teamIds'>;

export interface ImportedAgent {
  readonly agentId: string;
  readonly profile: ImportedProfile;
}

interface Page {
  /** Where the next page begins. Good for some hours. @default - this is the last one */
  readonly next?: string | undefined;
}

/** Where the agents of an instance come from: the backend that owns them. A page is read again after a failure. */
export interface AgentSource {
  /** A page of everybody who exists. @throws BackendError */
  list(place?: string): Promise<Page & { readonly agentIds: readonly string[]; readonly passedOver: number }>;
  /** A page of profiles, out of an index: who is new may not be there yet, and who is deleted may still be. @throws BackendError */
  profiles(place?: string): Promise<Page & { readonly agents: readonly ImportedAgent[] }>;
}

/** The source of an instance. @default - `undefined`: Lastcall itself owns its agents */
export type AgentSources = (instanceId: string) => AgentSource | undefined;

/** A page of the agents whom an import has listed. */
export interface Listing {
  readonly importId: string;
  readonly agentIds: readonly string[];
}

/** Keeps whom imports have listed: what the next one compares with. */
export interface Listings {
  /** Keeps a page. A repeat replaces it. */
  put(key: ImportKey, page: number, listing: Listing): Promise<void>;
  /** All pages of an instance, of all imports. */
  all(key: ImportKey): Promise<readonly Listing[]>;
  /** Removes the pages of these imports. */
  remove(key: ImportKey, importIds: readonly string[]): Promise<void>;
}
