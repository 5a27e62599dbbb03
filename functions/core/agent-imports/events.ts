import type { BackendFault } from '../backend-calls.ts';
import type { Instant } from '../instant.ts';
import type { ImportCounts } from './agent-import.ts';

interface OfImport {
  readonly instanceId: string;
  readonly importId: string;
  readonly requestedBy?: string;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
}

/** What happens to imports, in the past tense; published on the bus with an envelope (`Recorded`). Counts only, no names. */
export type ImportEvent =
  | (OfImport & ImportCounts & { readonly type: 'AgentsImported' })
  | (OfImport & { readonly type: 'AgentImportFailed'; readonly fault: BackendFault });
