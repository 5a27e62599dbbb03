import {
  AssociateInstanceStorageConfigCommand,
  CreateNotificationCommand,
  DeleteNotificationCommand,
  DescribeAuthenticationProfileCommand,
  DescribeInstanceStorageConfigCommand,
  DescribeNotificationCommand,
  DisassociateInstanceStorageConfigCommand,
  ListAuthenticationProfilesCommand,
  ListInstanceStorageConfigsCommand,
  ListUserNotificationsCommand,
  SearchNotificationsCommand,
  StartContactStreamingCommand,
  StopContactStreamingCommand,
  UpdateAuthenticationProfileCommand,
  UpdateInstanceStorageConfigCommand,
  UpdateNotificationContentCommand,
  UpdateParticipantRoleConfigCommand,
} from '@aws-sdk/client-connect';
import { describe, expect, test } from '@jest/globals';
import { aCentre, anAgent, errorOf, start, type TestedCentre } from './a-centre.ts';

const stream = (name: string) => `arn:aws:kinesis:eu-central-1:111122223333:stream/${name}`;
const topic = (name: string, region = 'eu-central-1') => `arn:aws:sns:${region}:111122223333:${name}`;

describe('Notifications', () => {
  test('reach users or everybody, change, and are gone when they are deleted or expire', async () => {
    const centre = await aCentre();
    const { client, InstanceId, instance, time } = centre;
    const [ann, ben] = [anAgent(centre, 'ann'), anAgent(centre, 'ben')];
    const create = (Recipients: string[], text: string, more: object = {}) =>
      client.send(
        new CreateNotificationCommand({ InstanceId, Recipients, Content: { en_US: text, de_DE: 'Schluss' }, ...more }),
      );
    const toAnn = await create([instance.arns.of('agent', ann.id)], 'Please finish', {
      Priority: 'HIGH',
      ExpiresAt: new Date(start + 60_000),
    });
    const toAll = await create([instance.arns.instance], 'Good morning');
    expect(toAnn.NotificationArn).toBe(instance.arns.of('notification', toAnn.NotificationId ?? ''));
    const seenBy = async ({ id }: { id: string }) => {
      const answer = await client.send(new ListUserNotificationsCommand({ InstanceId, UserId: id }));
      return answer.UserNotifications?.map(({ Content, Priority }) => [Content?.en_US, Priority]);
    };
    expect(await seenBy(ann)).toEqual([
      ['Good morning', 'LOW'],
      ['Please finish', 'HIGH'],
    ]);
    expect(await seenBy(ben)).toEqual([['Good morning', 'LOW']]);
    const content = { StringCondition: { FieldName: 'content', Value: 'finish', ComparisonType: 'CONTAINS' } } as const;
    const found = await client.send(new SearchNotificationsCommand({ InstanceId, SearchCriteria: content }));
    expect(found.Notifications).toMatchObject([{ Id: toAnn.NotificationId, ExpiresAt: new Date(start + 60_000) }]);
    const all = { InstanceId, NotificationId: toAll.NotificationId };
    await client.send(new UpdateNotificationContentCommand({ ...all, Content: { en_US: 'Good evening' } }));
    const described = await client.send(new DescribeNotificationCommand(all));
    expect(described.Notification?.Content).toEqual({ en_US: 'Good evening' });
    await time.runUntil(start + 60_000);
    expect(await seenBy(ann)).toEqual([['Good evening', 'LOW']]);
    await client.send(new DeleteNotificationCommand(all));
    expect(await errorOf(client.send(new DeleteNotificationCommand(all)))).toMatchObject({ status: 404 });
  });

  test('are made once for a token, and 500 at most are active', async () => {
    const { client, InstanceId, instance } = await aCentre();
    const create = (ClientToken: string, text = 'Go home') =>
      client.send(
        new CreateNotificationCommand({
          InstanceId,
          Recipients: [instance.arns.instance],
          Content: { en_US: text },
          ClientToken,
        }),
      );
    const first = await create('0');
    expect((await create('0')).NotificationId).toBe(first.NotificationId);
    expect(await errorOf(create('0', 'Stay'))).toEqual({ name: 'DuplicateResourceException', status: 409 });
    const { notifications } = instance.resources;
    const [made] = notifications.values();
    for (let id = 1; id < 500; id++) if (made) notifications.set(String(id), { ...made, id: String(id) });
    expect(await errorOf(create('500'))).toEqual({ name: 'ServiceQuotaExceededException', status: 402 });
  });

  test('for a user who does not exist are not found', async () => {
    const { client, InstanceId, instance } = await aCentre();
    const Recipients = [instance.arns.of('agent', '00000000-0000-4000-8000-000000000000')];
    const create = new CreateNotificationCommand({ InstanceId, Recipients, Content: { en_US: 'Go home' } });
    expect(await errorOf(client.send(create))).toMatchObject({ status: 404 });
  });
});

describe('The stream of agent events', () => {
  test('is one for an instance, which may be changed or removed', async () => {
    const { client, InstanceId, instance } = await aCentre();
    const kind = { InstanceId, ResourceType: 'AGENT_EVENTS' } as const;
    const config = (name: string) =>
      ({ StorageType: 'KINESIS_STREAM', KinesisStreamConfig: { StreamArn: stream(name) } }) as const;
    const associate = (name: string) =>
      client.send(new AssociateInstanceStorageConfigCommand({ ...kind, StorageConfig: config(name) }));
    const { AssociationId } = await associate('first');
    expect(await errorOf(associate('second'))).toEqual({ name: 'ResourceConflictException', status: 409 });
    const listed = await client.send(new ListInstanceStorageConfigsCommand(kind));
    expect(listed.StorageConfigs).toEqual([{ AssociationId, ...config('first') }]);
    await client.send(
      new UpdateInstanceStorageConfigCommand({ ...kind, AssociationId, StorageConfig: config('second') }),
    );
    expect(instance.resources.agentEventStream).toBe(stream('second'));
    const described = await client.send(new DescribeInstanceStorageConfigCommand({ ...kind, AssociationId }));
    expect(described.StorageConfig).toEqual({ AssociationId, ...config('second') });
    await client.send(new DisassociateInstanceStorageConfigCommand({ ...kind, AssociationId }));
    expect(instance.resources.agentEventStream).toBeUndefined();
    await associate('third');
  });

  test('is a Kinesis stream of the region, and not a bucket', async () => {
    const { client, InstanceId } = await aCentre();
    const associate = (StorageConfig: {
      StorageType: 'KINESIS_STREAM' | 'S3';
      KinesisStreamConfig?: { StreamArn: string };
    }) =>
      errorOf(
        client.send(
          new AssociateInstanceStorageConfigCommand({ InstanceId, ResourceType: 'AGENT_EVENTS', StorageConfig }),
        ),
      );
    const refused = { status: 400 };
    expect(await associate({ StorageType: 'KINESIS_STREAM' })).toMatchObject(refused);
    expect(await associate({ StorageType: 'S3' })).toMatchObject(refused);
    const elsewhere = { StreamArn: stream('a').replace('eu-central-1', 'us-east-1') };
    expect(await associate({ StorageType: 'KINESIS_STREAM', KinesisStreamConfig: elsewhere })).toMatchObject(refused);
  });
});

describe('Authentication profiles', () => {
  test('change in what is sent only', async () => {
    const { client, InstanceId } = await aCentre();
    const listed = await client.send(new ListAuthenticationProfilesCommand({ InstanceId }));
    const profile = { InstanceId, AuthenticationProfileId: listed.AuthenticationProfileSummaryList?.[0]?.Id };
    await client.send(new UpdateAuthenticationProfileCommand({ ...profile, BlockedIps: ['198.51.100.0/24'] }));
    await client.send(new UpdateAuthenticationProfileCommand({ ...profile, SessionInactivityDuration: 15 }));
    const { AuthenticationProfile } = await client.send(new DescribeAuthenticationProfileCommand(profile));
    expect(AuthenticationProfile).toMatchObject({
      IsDefault: true,
      AllowedIps: [],
      BlockedIps: ['198.51.100.0/24'],
      SessionInactivityDuration: 15,
    });
    const tooShort = new UpdateAuthenticationProfileCommand({ ...profile, SessionInactivityDuration: 14 });
    expect(await errorOf(client.send(tooShort))).toMatchObject({ status: 400 });
  });
});

describe('Chats', () => {
  const setTimer = ({ client, InstanceId }: TestedCentre, ContactId: string, minutes: number | undefined) => {
    const TimerValue =
      minutes === undefined
        ? { ParticipantTimerAction: 'Unset' as const }
        : { ParticipantTimerDurationInMinutes: minutes };
    const timer = { ParticipantRole: 'CUSTOMER', TimerType: 'IDLE', TimerValue } as const;
    const ChannelConfiguration = { Chat: { ParticipantTimerConfigList: [timer] } };
    return errorOf(
      client.send(new UpdateParticipantRoleConfigCommand({ InstanceId, ContactId, ChannelConfiguration })),
    );
  };

  test('keep their timers: those set while an agent is connected are for the next one', async () => {
    const centre = await aCentre();
    const { contacts, instance, queueId } = centre;
    const ann = anAgent(centre);
    const chat = contacts.begin({ channel: 'CHAT', queueId });
    expect(await setTimer(centre, chat.id, 5)).toMatchObject({ status: 200 });
    contacts.offer(chat.id, ann.id);
    contacts.accept(chat.id);
    expect(await setTimer(centre, chat.id, 7)).toMatchObject({ status: 200 });
    expect(instance.contact(chat.id)).toMatchObject({
      timers: { 'CUSTOMER IDLE': 7 },
      runningTimers: { 'CUSTOMER IDLE': 5 },
    });
    const leg = contacts.transfer(chat.id, queueId);
    contacts.offer(leg.id, ann.id);
    contacts.accept(leg.id);
    expect(instance.contact(leg.id).runningTimers).toEqual({ 'CUSTOMER IDLE': 7 });
    expect(await setTimer(centre, leg.id, undefined)).toMatchObject({ status: 200 });
    expect(instance.contact(leg.id).timers).toEqual({});
    const persistent = contacts.begin({ channel: 'CHAT', relatedContactId: leg.id });
    expect(persistent.timers).toEqual({});
  });

  test('have timers while they last, and nothing else has', async () => {
    const centre = await aCentre();
    const { contacts } = centre;
    const notAllowed = { name: 'InvalidRequestException', status: 400 };
    expect(await setTimer(centre, 'nothing', 5)).toEqual({ name: 'ResourceNotFoundException', status: 404 });
    for (const channel of ['VOICE', 'TASK'] as const)
      expect(await setTimer(centre, contacts.begin({ channel }).id, 5)).toEqual(notAllowed);
    const { id } = contacts.begin({ channel: 'CHAT' });
    contacts.end(id);
    expect(await setTimer(centre, id, 5)).toEqual(notAllowed);
  });

  test('are streamed to two standard topics of the region', async () => {
    const { client, InstanceId, contacts } = await aCentre();
    const { id: ContactId } = contacts.begin({ channel: 'CHAT' });
    const begin = (StreamingEndpointArn: string) =>
      client.send(
        new StartContactStreamingCommand({
          InstanceId,
          ContactId,
          ChatStreamingConfiguration: { StreamingEndpointArn },
        }),
      );
    for (const refused of [topic('a', 'us-east-1'), topic('a.fifo'), stream('a')])
      expect(await errorOf(begin(refused))).toMatchObject({ status: 400 });
    const { StreamingId } = await begin(topic('a'));
    await begin(topic('b'));
    expect(await errorOf(begin(topic('c')))).toEqual({ name: 'LimitExceededException', status: 429 });
    const stop = () => client.send(new StopContactStreamingCommand({ InstanceId, ContactId, StreamingId }));
    await stop();
    expect(await errorOf(stop())).toMatchObject({ status: 404 });
    await begin(topic('c'));
  });
});
