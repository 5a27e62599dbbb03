import { Construct } from 'constructs';
import { transcriptsTable } from '../functions/adapters/dynamodb/chat-tables.ts';
import { chatsApi } from '../functions/apis/chats.ts';
import { participantRoutes } from '../functions/dialects/connect-participant/routes.ts';
import { type Access, makeSigningKeys, manageConnections, onTable, publishOn, queryIndex, sendTo } from './access.ts';
import { changeAgents } from './agents.ts';
import { setTimers } from './amazon-connect.ts';
import { identifyCallers } from './callers.ts';
import type { Foundation, HttpFunction } from './foundation.ts';

/** Changing chats: events are published, participants notified in the texts of the instance, and a wake-up guards both. */
export const changeChats = ({ state, bus, wakeUpQueue, sockets }: Foundation): readonly Access[] => [
  onTable(state.chats, 'CHATS_TABLE')('GetItem', 'PutItem', 'UpdateItem'),
  onTable(state.wakeUps, 'WAKE_UPS_TABLE')('PutItem', 'UpdateItem'),
  onTable(state.settings, 'SETTINGS_TABLE')('GetItem'),
  publishOn(bus),
  sendTo(wakeUpQueue, 'WAKE_UP_QUEUE_URL'),
  manageConnections(sockets),
];

/** Chats and their timers, for callers with a key, and the calls of their participants. */
export class Chats extends Construct {
  readonly http: readonly HttpFunction[];

  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { settings, state, functions } = foundation;
    const change = changeChats(foundation);
    const signingKeys = onTable(state.signingKeys, 'SIGNING_KEYS_TABLE');

    this.http = [
      {
        lambda: functions.make(this, 'http-chats', {
          access: [
            ...change,
            // A chat that an agent joins is a contact of the agent.
            ...changeAgents(foundation),
            ...setTimers(foundation),
            onTable(state.chats, 'CHATS_TABLE')('Query', 'BatchGetItem'),
            identifyCallers(foundation),
            makeSigningKeys(state.signingKeys),
            onTable(state.limits, 'LIMITS_TABLE')('UpdateItem'),
          ],
          environment: { CHAT_DAYS: String(settings.chatDays) },
        }),
        routes: chatsApi,
      },
      {
        lambda: functions.make(this, 'http-participants', {
          access: [
            ...change,
            signingKeys('GetItem'),
            onTable(state.transcripts, 'TRANSCRIPTS_TABLE')('GetItem', 'PutItem'),
            queryIndex(state.transcripts, transcriptsTable.byTime.name, 'TRANSCRIPTS_TABLE'),
          ],
          environment: { TRANSCRIPT_DAYS: String(settings.transcriptDays) },
        }),
        routes: participantRoutes,
      },
    ];
  }
}
