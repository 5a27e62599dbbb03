import { describe, expect, test } from '@jest/globals';
import { minutes } from '#core/instant.ts';
import { aDrivenCentre } from './driven-centre.ts';

type Centre = Awaited<ReturnType<typeof aDrivenCentre>>;

const shownIn = ({ instance }: Centre) => [...instance.resources.notifications.values()];
const asked = ({ standIn }: Centre) => standIn.calls.filter(({ operation }) => operation === 'CreateNotification');
const message = 'Please take your break now.\nWe are back at six.';

describe('the message of a forced logout', () => {
  test.each(['afterContact', 'immediate'] as const)('that is %s is shown to the agent for an hour', async (timing) => {
    const centre = await aDrivenCentre();
    const ann = centre.works();
    centre.handles(ann, 'CHAT');
    await centre.time.wait(minutes(1));
    await centre.logOut(ann, timing, { message });
    const [shown, ...others] = shownIn(centre);
    expect(others).toEqual([]);
    expect(shown).toMatchObject({
      recipients: [centre.instance.arns.of('agent', ann.id)],
      content: { en_US: message },
      priority: 'HIGH',
    });
    expect((shown?.expiresAt ?? 0) - (shown?.createdAt ?? 0)).toBe(minutes(60));
    expect(centre.reports).toEqual([]);
  });

  test('is not there if the order has none, and neither is a notification', async () => {
    const centre = await aDrivenCentre();
    const ann = centre.works();
    await centre.time.wait(minutes(1));
    await centre.logOut(ann, 'afterContact', { reason: 'end of shift' });
    expect(asked(centre)).toEqual([]);
  });

  test('is shown to nobody who is not there', async () => {
    const centre = await aDrivenCentre();
    const user = centre.addUser({ username: 'ann' });
    expect(await centre.logOut(user, 'afterContact', { message })).toMatchObject({ outcome: 'unknownAgent' });
    expect(asked(centre)).toEqual([]);
  });

  test('of an order that waits already is not shown again, and one in its place is', async () => {
    const centre = await aDrivenCentre();
    const ann = centre.works();
    centre.handles(ann);
    await centre.time.wait(minutes(1));
    for (const text of [message, message, 'Another one']) await centre.logOut(ann, 'afterContact', { message: text });
    expect(shownIn(centre)).toMatchObject([{ content: { en_US: message } }]);
    await centre.logOut(ann, 'immediate', { message: 'Now' });
    expect(shownIn(centre).map(({ content }) => content.en_US)).toEqual([message, 'Now']);
  });

  test('of 250 characters beyond the basic plane is shown whole', async () => {
    const centre = await aDrivenCentre();
    const ann = centre.works();
    await centre.time.wait(minutes(1));
    await centre.logOut(ann, 'afterContact', { message: '🦄'.repeat(250) });
    expect(shownIn(centre)).toMatchObject([{ content: { en_US: '🦄'.repeat(250) } }]);
  });

  test('is shown to all agents of a request by one notification', async () => {
    const centre = await aDrivenCentre();
    const users = Array.from({ length: 5 }, (_, n) => centre.works(`user-${n}`));
    await centre.time.wait(minutes(1));
    await centre.reconcile(centre.instanceId);
    const agentIds = users.map(({ id }) => id);
    const order = { requestedBy: 'supervisor', message };
    await centre.forceLogouts(
      centre.instanceId,
      { agentIds, teamIds: [], ipRanges: [] },
      { timing: 'afterContact', order },
    );
    expect(shownIn(centre)).toHaveLength(1);
    expect(shownIn(centre)[0]?.recipients).toHaveLength(5);
  });
});

describe('the message of a job', () => {
  const pending = (jobId: number, text = message) => ({
    order: { requestedBy: 'supervisor', message: text, jobId },
    requestedAt: 0,
  });

  test('is shown to 200 agents at once, and within the quota', async () => {
    const centre = await aDrivenCentre();
    const users = Array.from({ length: 450 }, (_, n) => centre.addUser({ username: `user-${n}` }));
    await Promise.all(users.map((user) => centre.notify(centre.keyOf(user), pending(1), 'job')));
    expect(shownIn(centre).map(({ recipients }) => recipients.length)).toEqual([200, 200, 50]);
    expect(new Set(shownIn(centre).flatMap(({ recipients }) => recipients)).size).toBe(450);
    expect(asked(centre).map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test('is its own, also when another job has one at the same time', async () => {
    const centre = await aDrivenCentre();
    const [ann, ben] = [centre.works('ann'), centre.works('ben')];
    await Promise.all([
      centre.notify(centre.keyOf(ann), pending(1, 'Good night'), 'job'),
      centre.notify(centre.keyOf(ben), pending(2, 'Lunch'), 'job'),
    ]);
    expect(shownIn(centre).map(({ recipients, content }) => [recipients, content.en_US])).toEqual([
      [[centre.instance.arns.of('agent', ann.id)], 'Good night'],
      [[centre.instance.arns.of('agent', ben.id)], 'Lunch'],
    ]);
  });

  test('is shown once when all of it is done again', async () => {
    const centre = await aDrivenCentre();
    const users = [centre.works('ann'), centre.works('ben')];
    for (const again of [users, users.toReversed()])
      await Promise.all(again.map((user) => centre.notify(centre.keyOf(user), pending(1), 'job')));
    expect(asked(centre)).toHaveLength(2);
    expect(new Set(asked(centre).map(({ input }) => input.ClientToken)).size).toBe(1);
    expect(shownIn(centre)).toHaveLength(1);
    expect(centre.reports).toEqual([]);
  });
});

describe('a notification that Amazon Connect does not take', () => {
  test.each([
    ['is refused', { type: 'error', name: 'InvalidParameterException' }],
    ['may not be made', { type: 'error', name: 'AccessDeniedException' }],
    ['is one too many', { type: 'error', name: 'ServiceQuotaExceededException' }],
    ['is throttled', { type: 'error', name: 'TooManyRequestsException' }],
    ['meets a broken service', { type: 'html' }],
  ] as const)('because it %s is reported and given up, and the logout is done', async (_, fault) => {
    const centre = await aDrivenCentre();
    const ann = centre.works();
    await centre.time.wait(minutes(1));
    centre.standIn.faults.next('CreateNotification', fault, 9);
    expect(await centre.logOut(ann, 'afterContact', { message })).toMatchObject({ outcome: 'loggedOut' });
    expect(asked(centre)).toHaveLength(1);
    expect(centre.reports).toEqual(['A message is not shown in Amazon Connect, agents: 1']);
  });

  test('because it was made before is no fault', async () => {
    const centre = await aDrivenCentre();
    const ann = centre.works();
    await centre.time.wait(minutes(1));
    centre.standIn.faults.next('CreateNotification', { type: 'error', name: 'DuplicateResourceException' }, 1);
    await centre.logOut(ann, 'afterContact', { message });
    expect(centre.reports).toEqual([]);
  });
});
