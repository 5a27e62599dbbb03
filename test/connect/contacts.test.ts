import {
  AssociateContactWithUserCommand,
  DescribeContactCommand,
  DismissUserContactCommand,
  StopContactCommand,
  TransferContactCommand,
  UpdateContactRoutingDataCommand,
} from '@aws-sdk/client-connect';
import { describe, expect, test } from '@jest/globals';
import type { User } from '../../local/connect/state/directory.ts';
import type { NewContact } from '../../local/connect/state/new-contact.ts';
import { aCentre, anAgent, errorOf, start, type TestedCentre } from './a-centre.ts';

const succeeded = { name: 'none', status: 200 };
const notAllowed = { name: 'InvalidRequestException', status: 400 };

const stop = ({ client, InstanceId }: TestedCentre, ContactId: string) =>
  errorOf(client.send(new StopContactCommand({ InstanceId, ContactId })));

function connect({ contacts, queueId }: TestedCentre, user: User, contact: NewContact): string {
  const { id } = contacts.begin({ queueId, ...contact });
  contacts.offer(id, user.id);
  contacts.accept(id);
  return id;
}

describe('StopContact', () => {
  test.each(['CHAT', 'TASK', 'VOICE'] as const)(
    'ends a connected %s, and after-contact work begins',
    async (channel) => {
      const centre = await aCentre();
      const ann = anAgent(centre);
      const id = connect(centre, ann, { channel });
      expect(await stop(centre, id)).toEqual(succeeded);
      expect(centre.stateOf(ann).slots).toMatchObject([{ contactId: id, state: 'ENDED' }]);
      const { client, InstanceId } = centre;
      const { Contact } = await client.send(new DescribeContactCommand({ InstanceId, ContactId: id }));
      const reasons = { CHAT: undefined, TASK: 'API', VOICE: 'OTHER' };
      expect(Contact).toMatchObject({ DisconnectTimestamp: expect.any(Date), AgentInfo: { Id: ann.id } });
      expect(Contact?.DisconnectReason).toBe(reasons[channel]);
    },
  );

  test('ends a chat that rings, and the agent is free', async () => {
    const centre = await aCentre();
    const ann = anAgent(centre);
    const { id } = centre.contacts.begin({ channel: 'CHAT', queueId: centre.queueId });
    centre.contacts.offer(id, ann.id);
    expect(await stop(centre, id)).toEqual(succeeded);
    expect(centre.stateOf(ann).slots).toEqual([]);
  });

  test.each(['DISCONNECT', 'TRANSFER', 'QUEUE_TRANSFER', 'EXTERNAL_OUTBOUND', 'MONITOR'] as const)(
    'refuses a call that began by %s, and ends such a chat',
    async (initiationMethod) => {
      const centre = await aCentre();
      const ann = anAgent(centre);
      expect(await stop(centre, connect(centre, ann, { channel: 'VOICE', initiationMethod }))).toEqual(notAllowed);
      expect(await stop(centre, connect(centre, ann, { channel: 'CHAT', initiationMethod }))).toEqual(succeeded);
    },
  );

  test.each([
    ['succeeds', succeeded],
    ['contactNotFound', { name: 'ContactNotFoundException', status: 410 }],
    ['resourceNotFound', { name: 'ResourceNotFoundException', status: 404 }],
    ['invalidRequest', notAllowed],
  ] as const)('for a chat that has ended it answers %s', async (stopOfEndedContact, answer) => {
    const centre = await aCentre({ switches: { stopOfEndedContact } });
    const id = connect(centre, anAgent(centre), { channel: 'CHAT' });
    centre.contacts.end(id);
    expect(await stop(centre, id)).toEqual(answer);
  });

  test('for a contact that does not exist, and for a call that has ended, it answers 410', async () => {
    const centre = await aCentre();
    const gone = { name: 'ContactNotFoundException', status: 410 };
    expect(await stop(centre, 'nothing')).toEqual(gone);
    const id = connect(centre, anAgent(centre), { channel: 'VOICE' });
    centre.contacts.end(id);
    expect(await stop(centre, id)).toEqual(gone);
  });
});

describe('DismissUserContact', () => {
  const dismiss = ({ client, InstanceId }: TestedCentre, UserId: string, ContactId: string) =>
    errorOf(client.send(new DismissUserContactCommand({ InstanceId, UserId, ContactId })));

  test('clears what has ended or was not answered, and refuses what is live', async () => {
    const centre = await aCentre();
    const { contacts, queueId } = centre;
    const ann = anAgent(centre);
    const ended = connect(centre, ann, { channel: 'CHAT' });
    contacts.end(ended);
    const live = connect(centre, ann, { channel: 'CHAT' });
    const ends = [contacts.miss, contacts.reject, contacts.fail].map((end) => {
      const { id } = contacts.begin({ channel: 'CHAT', queueId });
      contacts.offer(id, ann.id);
      end.call(contacts, id);
      return id;
    });
    const ringing = contacts.begin({ channel: 'CHAT', queueId }).id;
    contacts.offer(ringing, ann.id);
    for (const id of [ended, ...ends]) expect(await dismiss(centre, ann.id, id)).toEqual(succeeded);
    for (const id of [live, ringing]) expect(await dismiss(centre, ann.id, id)).toEqual(notAllowed);
    expect(centre.stateOf(ann).slots.map(({ contactId }) => contactId)).toEqual([live, ringing]);
    const ben = anAgent(centre, 'ben');
    expect(await dismiss(centre, ben.id, live)).toEqual({ name: 'ResourceNotFoundException', status: 404 });
  });
});

describe('Moving contacts', () => {
  test('AssociateContactWithUser offers a queued contact, whatever the status, and refuses a connected one', async () => {
    const centre = await aCentre();
    const { client, InstanceId, contacts, queueId, instance, agents } = centre;
    const ann = anAgent(centre);
    agents.chooseStatus(ann.id, 'Break');
    const { id } = contacts.begin({ channel: 'CHAT', queueId });
    const associate = (ContactId: string, UserId: string) =>
      errorOf(client.send(new AssociateContactWithUserCommand({ InstanceId, ContactId, UserId })));
    expect(await associate(id, instance.arns.of('agent', ann.id))).toEqual(succeeded);
    expect(centre.stateOf(ann).slots).toMatchObject([{ contactId: id, state: 'CONNECTING' }]);
    expect(await associate(id, anAgent(centre, 'ben').id)).toEqual(notAllowed);
    contacts.accept(id);
    expect(await associate(id, ann.id)).toEqual(notAllowed);
    const callback = contacts.begin({ channel: 'VOICE', initiationMethod: 'CALLBACK', queueId });
    expect(await associate(callback.id, ann.id)).toEqual(notAllowed);
  });

  test('what rang at a user who is deleted waits for somebody else', async () => {
    const centre = await aCentre();
    const { contacts, queueId, agents, time } = centre;
    const [ann, ben] = [anAgent(centre, 'ann'), anAgent(centre, 'ben')];
    const { id } = contacts.begin({ channel: 'CHAT', queueId });
    contacts.offer(id, ann.id);
    agents.delete(ann.id);
    contacts.offer(id, ben.id);
    await time.runUntil(time.now() + 20_000);
    expect(centre.stateOf(ben).slots).toMatchObject([{ contactId: id, state: 'MISSED' }]);
  });

  test('each offer rings for 20 s, also a second one of the same contact to the same agent', async () => {
    const centre = await aCentre();
    const { contacts, queueId, time } = centre;
    const ann = anAgent(centre);
    const { id } = contacts.begin({ channel: 'CHAT', queueId });
    contacts.offer(id, ann.id);
    await time.runUntil(start + 15_000);
    contacts.reject(id);
    contacts.offer(id, ann.id);
    await time.runUntil(start + 34_999);
    expect(centre.stateOf(ann).slots).toMatchObject([{ state: 'CONNECTING' }]);
    await time.runUntil(start + 35_000);
    expect(centre.stateOf(ann).slots).toMatchObject([{ state: 'MISSED' }]);
  });

  test('TransferContact makes a new leg of a task, once for a token, and refuses calls and chats', async () => {
    const centre = await aCentre();
    const { client, InstanceId, instance, queueId } = centre;
    const ann = anAgent(centre);
    const task = connect(centre, ann, { channel: 'TASK' });
    const transfer = (ContactId: string, more: object) =>
      client.send(
        new TransferContactCommand({ InstanceId, ContactId, ContactFlowId: 'flow', ClientToken: 'one', ...more }),
      );
    const first = await transfer(task, { QueueId: queueId });
    expect(instance.contact(first.ContactId ?? '')).toMatchObject({
      initiationMethod: 'TRANSFER',
      initialContactId: task,
      previousContactId: task,
    });
    expect(await transfer(task, { QueueId: queueId })).toMatchObject({ ContactId: first.ContactId });
    expect(await errorOf(transfer(task, { UserId: ann.id }))).toEqual({ name: 'IdempotencyException', status: 409 });
    expect(await errorOf(transfer(task, { QueueId: queueId, ClientToken: 'two' }))).toEqual(notAllowed);
    for (const channel of ['CHAT', 'VOICE'] as const) {
      const other = connect(centre, ann, { channel });
      expect(await errorOf(transfer(other, { QueueId: queueId, ClientToken: channel }))).toEqual(notAllowed);
    }
  });

  test('a task is transferred 11 times at most', async () => {
    const centre = await aCentre();
    const { client, InstanceId, contacts, queueId } = centre;
    let { id } = contacts.begin({ channel: 'TASK', queueId });
    const transfer = () =>
      client.send(new TransferContactCommand({ InstanceId, ContactId: id, ContactFlowId: 'flow', QueueId: queueId }));
    for (let times = 0; times < 11; times++) id = (await transfer()).ContactId ?? '';
    expect(await errorOf(transfer())).toEqual({ name: 'ServiceQuotaExceededException', status: 402 });
  });

  test('UpdateContactRoutingData takes contacts in a queue only, and one of priority and age', async () => {
    const centre = await aCentre();
    const { client, InstanceId, contacts, queueId } = centre;
    const { id } = contacts.begin({ channel: 'CHAT', queueId });
    const update = (ContactId: string, data: object) =>
      errorOf(client.send(new UpdateContactRoutingDataCommand({ InstanceId, ContactId, ...data })));
    expect(await update(id, { QueuePriority: 1 })).toEqual(succeeded);
    expect(await update(id, { QueuePriority: 1, QueueTimeAdjustmentSeconds: 5 })).toMatchObject({ status: 400 });
    const connected = connect(centre, anAgent(centre), { channel: 'CHAT' });
    expect(await update(connected, { QueuePriority: 1 })).toEqual({ name: 'ResourceConflictException', status: 409 });
  });
});
