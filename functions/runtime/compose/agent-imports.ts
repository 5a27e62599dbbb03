import { makeDynamoImportStore, makeDynamoListings } from '#adapters/dynamodb/agent-imports.ts';
import { agentSources } from '#backends';
import { makeAgentImportUseCases } from '#core/agent-imports/use-cases.ts';
import { report } from '../observe.ts';
import { agents, directory } from './agents.ts';
import { clock, ids, pauses } from './clock.ts';
import { table } from './dynamodb.ts';
import { bus, nearWakeUps } from './messaging.ts';

export const agentImports = makeAgentImportUseCases(
  {
    imports: makeDynamoImportStore(table('AGENTS_TABLE')),
    listings: makeDynamoListings(table('AGENTS_TABLE')),
    directory,
    agentSources,
    bus,
    wakeUps: nearWakeUps,
    clock,
    pauses,
    ids,
    report,
  },
  agents,
);
