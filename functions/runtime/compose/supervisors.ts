import { makeDynamoChangeFeed } from '#adapters/dynamodb/change-feed.ts';
import { makeDynamoSupervisorWatches } from '#adapters/dynamodb/supervisor-watches.ts';
import { makeSupervisorUseCases } from '#core/supervisors/use-cases.ts';
import { subscribed } from '#dialects/connect-participant/frames.ts';
import { frameOfStart, framesOfChanges, supervisorTopic } from '#dialects/native/supervisor-frames.ts';
import { report } from '../observe.ts';
import { keys, tokens } from './access.ts';
import { clock, ids } from './clock.ts';
import { table } from './dynamodb.ts';
import { sockets, socketUrl } from './messaging.ts';

export const watches = makeDynamoSupervisorWatches(table('SUPERVISORS_TABLE'), report);
export const feed = makeDynamoChangeFeed(table('SUPERVISORS_TABLE'), report);

/** Supervisors' pages. */
export const supervisors = makeSupervisorUseCases({
  watches,
  feed,
  keys,
  tokens,
  sockets,
  socketUrl,
  frames: { subscribed: subscribed([supervisorTopic]), ofChanges: framesOfChanges, ofStart: frameOfStart },
  clock,
  ids,
});
