import { makeDynamoAgentStore } from '#adapters/dynamodb/agents-store.ts';
import { makeDynamoChatStore } from '#adapters/dynamodb/chats-store.ts';
import { makeChangeUseCases } from '#core/supervisors/use-cases.ts';
import { contentOf, framesOfChanges } from '#dialects/native/supervisor-frames.ts';
import { report } from '../observe.ts';
import { keys } from './access.ts';
import { clock } from './clock.ts';
import { table } from './dynamodb.ts';
import { sockets } from './messaging.ts';
import { feed, watches } from './supervisors.ts';

/** What supervisors' pages are shown. */
export const supervisorChanges = makeChangeUseCases({
  watches,
  feed,
  agents: makeDynamoAgentStore(table('AGENTS_TABLE')),
  chats: makeDynamoChatStore(table('CHATS_TABLE')),
  keys,
  sockets,
  frames: { contentOf, ofChanges: framesOfChanges },
  clock,
  report,
});
