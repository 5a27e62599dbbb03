import {
  DismissUserContactCommand,
  GetCurrentUserDataCommand,
  PutUserStatusCommand,
  type UserData,
} from '@aws-sdk/client-connect';
import { describe, expect, test } from '@jest/globals';
import type { User } from '../../local/connect/state/directory.ts';
import { aCentre, anAgent, errorOf, type TestedCentre } from './a-centre.ts';

/** Puts an agent's contact into a state. Returns the contact's id. */
function aContact(
  centre: TestedCentre,
  user: User,
  state: string,
  channel: 'VOICE' | 'CHAT' | 'TASK' = 'CHAT',
): string {
  const { contacts, queueId } = centre;
  const { id } = contacts.begin({ channel, queueId });
  if (state === 'CONNECTING' || state === 'INCOMING' || state === 'PENDING') {
    contacts.offer(id, user.id, state);
    return id;
  }
  contacts.offer(id, user.id);
  const steps: Record<string, () => void> = {
    MISSED: () => contacts.miss(id),
    REJECTED: () => contacts.reject(id),
    ERROR: () => contacts.fail(id),
    CONNECTED: () => contacts.accept(id),
    CONNECTED_ONHOLD: () => [contacts.accept(id), contacts.setState(id, 'CONNECTED_ONHOLD')],
    PAUSED: () => [contacts.accept(id), contacts.setState(id, 'PAUSED')],
    ENDED: () => [contacts.accept(id), contacts.end(id)],
  };
  const step = steps[state];
  if (step === undefined) throw new RangeError(`No way to ${state}`);
  step();
  return id;
}

const put = ({ client, InstanceId, statusId }: TestedCentre, { id }: User, name: string) =>
  client.send(new PutUserStatusCommand({ InstanceId, UserId: id, AgentStatusId: statusId(name) }));

async function read({ client, InstanceId }: TestedCentre, { id }: User): Promise<UserData | undefined> {
  const answer = await client.send(new GetCurrentUserDataCommand({ InstanceId, Filters: { Agents: [id] } }));
  return answer.UserDataList?.[0];
}

const shown = (data: UserData | undefined) => ({
  status: data?.Status?.StatusName,
  next: data?.NextStatus,
  contacts: data?.Contacts?.map(({ AgentContactState }) => AgentContactState),
});

describe('PutUserStatus, row by row', () => {
  test.each(['Offline', 'Break'])('without a contact %s applies at once', async (target) => {
    const centre = await aCentre({ switches: { offlineUsers: 'asOffline' } });
    const ann = anAgent(centre);
    await put(centre, ann, target);
    expect(shown(await read(centre, ann))).toEqual({ status: target, next: undefined, contacts: [] });
  });

  test.each(['CONNECTED', 'CONNECTED_ONHOLD', 'PAUSED', 'CONNECTING', 'INCOMING', 'PENDING'])(
    'during a contact that is %s it becomes the next status, and after-contact work is cleared at once',
    async (state) => {
      const centre = await aCentre();
      const ann = anAgent(centre);
      aContact(centre, ann, state, state === 'PAUSED' ? 'TASK' : 'CHAT');
      aContact(centre, ann, 'ENDED');
      await put(centre, ann, 'Offline');
      expect(shown(await read(centre, ann))).toEqual({ status: 'Available', next: 'Offline', contacts: [state] });
    },
  );

  test.each(['ENDED', 'MISSED', 'ERROR', 'REJECTED'])(
    'with contacts that are %s only, they are cleared and it applies at once',
    async (state) => {
      const centre = await aCentre();
      const ann = anAgent(centre);
      aContact(centre, ann, state);
      aContact(centre, ann, state);
      await put(centre, ann, 'Break');
      expect(shown(await read(centre, ann))).toEqual({ status: 'Break', next: undefined, contacts: [] });
    },
  );

  test('a next status survives an offer that is missed, and applies when the missed contact is dismissed', async () => {
    const centre = await aCentre();
    const { time, client, InstanceId } = centre;
    const ann = anAgent(centre);
    const contact = aContact(centre, ann, 'CONNECTING');
    await put(centre, ann, 'Break');
    await time.runUntil(time.now() + 20_000);
    expect(shown(await read(centre, ann))).toEqual({ status: 'Available', next: 'Break', contacts: ['MISSED'] });
    await client.send(new DismissUserContactCommand({ InstanceId, UserId: ann.id, ContactId: contact }));
    expect(shown(await read(centre, ann))).toEqual({ status: 'Break', next: undefined, contacts: [] });
  });

  test('an offer that is accepted while a next status is pending stays to its end', async () => {
    const centre = await aCentre();
    const ann = anAgent(centre);
    const contact = aContact(centre, ann, 'CONNECTING');
    await put(centre, ann, 'Break');
    centre.contacts.accept(contact);
    centre.contacts.end(contact);
    expect(shown(await read(centre, ann))).toEqual({ status: 'Available', next: 'Break', contacts: ['ENDED'] });
    centre.contacts.clear(ann.id, contact);
    expect(shown(await read(centre, ann))).toEqual({ status: 'Break', next: undefined, contacts: [] });
  });

  test.each([
    ['stay', ['MISSED', 'CONNECTED']],
    ['cleared', ['CONNECTED']],
  ] as const)('missed contacts beside a connected one: %s', async (missedSlotsWhilePending, contacts) => {
    const centre = await aCentre({ switches: { missedSlotsWhilePending } });
    const ann = anAgent(centre);
    aContact(centre, ann, 'MISSED', 'TASK');
    aContact(centre, ann, 'CONNECTED');
    await put(centre, ann, 'Offline');
    expect(shown(await read(centre, ann))).toEqual({ status: 'Available', next: 'Offline', contacts });
  });

  test('another next status replaces the pending one, with a new time', async () => {
    const centre = await aCentre();
    const ann = anAgent(centre);
    aContact(centre, ann, 'CONNECTED');
    await put(centre, ann, 'Break');
    await centre.time.runUntil(centre.time.now() + 1000);
    await put(centre, ann, 'Offline');
    expect(shown(await read(centre, ann)).next).toBe('Offline');
    expect(centre.stateOf(ann).next?.enqueuedAt).toBe(centre.time.now());
  });

  test.each([
    ['clears', 'none', undefined],
    ['stays', 'none', 'Offline'],
    ['refuses', 'InvalidRequestException', 'Offline'],
  ] as const)(
    'Available during a contact with a pending next status: %s',
    async (availableWhilePending, name, next) => {
      const centre = await aCentre({ switches: { availableWhilePending } });
      const ann = anAgent(centre);
      aContact(centre, ann, 'CONNECTED');
      await put(centre, ann, 'Offline');
      expect(await errorOf(put(centre, ann, 'Available'))).toMatchObject({ name });
      expect(shown(await read(centre, ann))).toEqual({ status: 'Available', next, contacts: ['CONNECTED'] });
    },
  );

  test.each(['MISSED', 'ENDED'])(
    'Available with a pending next status and contacts that are %s only ends in the next status',
    async (state) => {
      const centre = await aCentre();
      const ann = anAgent(centre);
      const contact = aContact(centre, ann, 'CONNECTING');
      await put(centre, ann, 'Break');
      if (state === 'MISSED') centre.contacts.miss(contact);
      else {
        centre.contacts.accept(contact);
        centre.contacts.end(contact);
      }
      await put(centre, ann, 'Available');
      expect(shown(await read(centre, ann))).toEqual({ status: 'Break', next: undefined, contacts: [] });
    },
  );

  test('the status that the agent is in already stays as it is, from when it was', async () => {
    const centre = await aCentre();
    const ann = anAgent(centre);
    const before = centre.stateOf(ann);
    await centre.time.runUntil(centre.time.now() + 1000);
    await put(centre, ann, 'Available');
    expect(centre.stateOf(ann)).toBe(before);
  });

  test('Available with missed contacts only clears them, and the agent is Available from when it was', async () => {
    const centre = await aCentre();
    const ann = anAgent(centre);
    const { since } = centre.stateOf(ann);
    await centre.time.runUntil(centre.time.now() + 1000);
    aContact(centre, ann, 'MISSED');
    await put(centre, ann, 'Available');
    expect(centre.stateOf(ann)).toMatchObject({ status: { name: 'Available' }, since, slots: [] });
  });

  test('after-contact work ends by its timeout, and never if the timeout is 0', async () => {
    const centre = await aCentre();
    const ann = anAgent(centre, 'ann', { afterContactWorkSeconds: 30 });
    const ben = anAgent(centre, 'ben');
    for (const user of [ann, ben]) {
      const contact = aContact(centre, user, 'CONNECTED');
      await put(centre, user, 'Break');
      centre.contacts.end(contact);
    }
    await centre.time.runUntil(centre.time.now() + 29_999);
    expect(shown(await read(centre, ann))).toMatchObject({ status: 'Available', next: 'Break' });
    await centre.time.runUntil(centre.time.now() + 1);
    expect(shown(await read(centre, ann))).toMatchObject({ status: 'Break' });
    await centre.time.runUntil(centre.time.now() + 3_600_000);
    expect(shown(await read(centre, ben))).toMatchObject({ status: 'Available', next: 'Break' });
  });

  test('unknown users and statuses are not found; malformed ids and disabled statuses are bad requests', async () => {
    const centre = await aCentre();
    const { client, InstanceId, statusId, instance } = centre;
    const ann = anAgent(centre);
    const send = (UserId: string, AgentStatusId: string) =>
      errorOf(client.send(new PutUserStatusCommand({ InstanceId, UserId, AgentStatusId })));
    const unknown = '00000000-0000-4000-8000-000000000000';
    const notFound = { name: 'ResourceNotFoundException', status: 404 };
    const badRequest = { name: 'InvalidParameterException', status: 400 };
    expect(await send(unknown, statusId('Offline'))).toEqual(notFound);
    expect(await send(ann.id, unknown)).toEqual(notFound);
    expect(await send('ann', statusId('Offline'))).toEqual(badRequest);
    expect(await send(instance.arns.of('agent', ann.id), statusId('Offline'))).toEqual(badRequest);
    const old = { id: '00000000-0000-4000-8000-00000000000e', name: 'Old', type: 'CUSTOM', enabled: false } as const;
    instance.directory.statuses.set(old.id, old);
    expect(await send(ann.id, old.id)).toEqual(badRequest);
    centre.agents.delete(ann.id);
    expect(await send(ann.id, statusId('Offline'))).toEqual(notFound);
  });

  test.each([
    ['succeeds', { name: 'none', status: 200 }],
    ['badRequest', { name: 'InvalidParameterException', status: 400 }],
    ['notFound', { name: 'ResourceNotFoundException', status: 404 }],
  ] as const)('for a user who has never signed in it %s', async (neverSignedIn, answer) => {
    const centre = await aCentre({ switches: { neverSignedIn } });
    const ann = centre.addUser({ username: 'ann' });
    expect(await errorOf(put(centre, ann, 'Offline'))).toEqual(answer);
    expect(await read(centre, ann)).toBeUndefined();
  });
});
