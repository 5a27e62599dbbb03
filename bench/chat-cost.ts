import type { Bill } from '#test/support/chat-bill.ts';
import { makeMeter } from '#test/support/meter.ts';
import { meteredTables } from '#test/support/metered-tables.ts';
import { deploy } from './deployment.ts';
import { atMost, type Figure, type Measure, short } from './figure.ts';
import { agent, billReferenceChat, customer, key, messageCount, timers } from './reference-chat.ts';
import { makeSqsCounter } from './sqs-requests.ts';

const words = 'My parcel was to come on Monday, and today is Saturday. Could you have a look where it is, please?';

/** Units and requests of one message, and of a whole chat. */
export const measure: Measure = async () => ({
  setup: `One message on the functions' own wiring; then, on virtual time, a chat of ten minutes with ${messageCount} messages and both timers of both roles. Requests to SQS are those that send.`,
  figures: [...(await costOfMessage()), ...costOfChat(await billReferenceChat())],
});

/** `POST /v1/chats/{contactId}/activity` of somebody who is not idle, from the use case down. */
async function costOfMessage(): Promise<Figure[]> {
  const { tables, putEvents, stop } = await deploy();
  const { dynamodb } = await import('#runtime/compose/dynamodb.ts');
  const { sqs } = await import('#runtime/compose/messaging.ts');
  const { chats } = await import('#runtime/compose/chats.ts');
  const meter = makeMeter({ clock: Date, tables: meteredTables(tables) });
  const messages = makeSqsCounter();
  meter.attach(dynamodb);
  messages.attach(sqs);
  await chats.startChat(key, { customer });
  await chats.configureTimers(key, timers);
  await chats.joinChat(key, agent);

  meter.reset();
  messages.reset();
  const before = await putEvents();
  const outcome = await chats.recordActivity(key, customer.participantId);
  if (outcome.type !== 'done') throw new Error(`The message was not what is measured: ${outcome.type}`);
  const { requests, writeUnits, readUnits } = meter.usage();
  const others = sum(Object.values(messages.requests().billed)) + (await putEvents()).requests - before.requests;

  meter.reset();
  const sent = await chats.sendMessage(key, customer.participantId, { contentType: 'text/plain', content: words });
  if (sent.type !== 'sent') throw new Error(`The message was not what is measured: ${sent.type}`);
  const kept = meter.usage();
  await stop();
  return [
    atMost('a message: DynamoDB requests', { value: sum(Object.values(requests)), most: 1, unit: 'requests' }),
    atMost('  write units', { value: writeUnits, most: 1, unit: 'WRU' }),
    atMost('  read units', { value: readUnits, most: 0, unit: 'RRU' }),
    atMost('  requests to SQS and EventBridge', { value: others, most: 0, unit: 'requests' }),
    {
      what: `the same, with ${words.length} characters that are kept in the transcript`,
      measured: `${sum(Object.values(kept.requests))} requests, ${kept.writeUnits} WRU, ${kept.readUnits} RRU`,
    },
  ];
}

function costOfChat(bills: readonly Bill[]): Figure[] {
  const total = (column: 1 | 2 | 3) => sum(bills.map((bill) => bill[column]));
  const isMessage = ([action]: Bill) => action === 'message';
  const messageUnits = sum(bills.filter(isMessage).map(([, writeUnits]) => writeUnits));
  return [
    atMost('the chat: write units', { value: total(1), most: 49, unit: 'WRU' }),
    atMost('  read units', { value: total(2), most: 6, unit: 'RRU' }),
    atMost('  SQS requests', { value: total(3), most: 2, unit: 'requests' }),
    { what: `  of which ${bills.filter(isMessage).length} messages`, measured: `${short(messageUnits)} WRU` },
    ...bills
      .filter((bill) => !isMessage(bill))
      .map(
        ([action, writeUnits, readUnits, requests]): Figure => ({
          what: `  of which ${action}`,
          measured: `${writeUnits} WRU, ${short(readUnits)} RRU, ${requests} SQS`,
        }),
      ),
  ];
}

const sum = (counts: readonly number[]) => counts.reduce((total, n) => total + n, 0);
