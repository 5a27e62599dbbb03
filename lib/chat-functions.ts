import { transcriptsTable } from '../functions/adapters/dynamodb/transcripts/keys.ts';
import { type Access, manageConnections, onTable, publishOn, publishTo, queryIndex, sendTo } from './access.ts';
import { writeAgents } from './agent-functions.ts';
import type { FunctionGrants } from './lambda-function.ts';
import type { Surroundings } from './surroundings.ts';

/** Changing chats: what happened is published and told to the participants' WebSockets, in the words of the instance. */
export const writeChats = ({ state, bus, alarmQueue, sockets }: Surroundings): readonly Access[] => [
  onTable(state.chats, 'CHATS_TABLE')('GetItem', 'PutItem', 'UpdateItem'),
  onTable(state.alarms, 'ALARMS_TABLE')('PutItem', 'UpdateItem'),
  onTable(state.settings, 'SETTINGS_TABLE')('GetItem'),
  publishOn(bus),
  sendTo(alarmQueue.queue, 'ALARM_QUEUE_URL'),
  manageConnections(sockets),
];

/** The functions of chats, their participants and their endpoints, named as their files. */
export function chatFunctions(surroundings: Surroundings) {
  const { settings: chosen, state, streaming } = surroundings;
  const chats = onTable(state.chats, 'CHATS_TABLE');
  const settings = onTable(state.settings, 'SETTINGS_TABLE');
  const signingKeys = onTable(state.signingKeys, 'SIGNING_KEYS_TABLE');
  const transcripts = onTable(state.transcripts, 'TRANSCRIPTS_TABLE');
  const takeToken = onTable(state.limits, 'LIMITS_TABLE')('UpdateItem');

  const write = { access: writeChats(surroundings) };
  // The first pass of an instance makes the key that its passes are signed with.
  const writeAndIssuePasses = { access: [...write.access, signingKeys('GetItem', 'PutItem')] };
  const writeAndTakeToken = { access: [...write.access, takeToken] };

  return {
    'http-start-chat': writeAndIssuePasses,
    'http-get-chat': { access: [chats('GetItem')] },
    'http-end-chat': write,
    'http-join-chat': writeAndIssuePasses,
    'http-leave-chat': write,
    'http-record-activity': write,
    'http-configure-timers': writeAndTakeToken,
    'http-update-role-config': writeAndTakeToken,
    'http-participant-connection': writeAndIssuePasses,
    'http-participant-message': { access: [...write.access, transcripts('GetItem', 'PutItem')] },
    'http-participant-event': write,
    'http-participant-transcript': {
      access: [chats('GetItem'), queryIndex(state.transcripts, transcriptsTable.byTime.name, 'TRANSCRIPTS_TABLE')],
    },
    'http-participant-disconnect': write,
    'socket-authorize': { access: [signingKeys('GetItem')] },
    'socket-client': { access: [...write.access, ...writeAgents(surroundings)] },
    'http-get-chat-settings': { access: [settings('GetItem')] },
    'http-put-chat-settings': { access: [settings('PutItem'), takeToken] },
    'http-list-streaming-endpoints': { access: [settings('Query')] },
    'http-put-streaming-endpoint': {
      access: [settings('Query', 'UpdateItem')],
      environment: {
        STREAMING_TOPIC_ARNS: chosen.streamingTopicArns.join(','),
        PLAIN_WEBHOOKS: String(chosen.plainWebhooks),
      },
    },
    'http-delete-streaming-endpoint': { access: [settings('DeleteItem')] },
    'event-stream-chat': {
      access: [settings('Query'), sendTo(streaming.deliveries.queue, 'STREAM_QUEUE_URL')],
      deadLetters: streaming.unqueued,
    },
    'queue-deliver-stream': {
      access: [settings('GetItem'), chats('GetItem'), ...publishTo(chosen.streamingTopicArns)],
      // Those who work a queue may postpone its messages.
      environment: { STREAM_QUEUE_URL: streaming.deliveries.queue.queueUrl },
      timeout: streaming.deliveries.workerTimeout,
    },
  } satisfies Record<string, FunctionGrants>;
}
