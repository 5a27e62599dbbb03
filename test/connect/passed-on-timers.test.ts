import { describe, expect, test } from '@jest/globals';
import { seconds } from '#core/instant.ts';
import { setChatTimeouts } from '#dialects/connect-flow/set-chat-timeouts.ts';
import { oneSwitchAtATime } from '../../local/connect/switches.ts';
import { aFollowedCentre, disconnect, idle } from './followed-centre.ts';

const native = (more = {}) => aFollowedCentre({ timers: 'native', ...more });
type NativeCentre = Awaited<ReturnType<typeof native>>;

/** A flow of a chat sets its timers. */
const byFlow = (centre: NativeCentre, ContactId: string, InitialContactId = ContactId) =>
  setChatTimeouts(centre, {
    Details: {
      ContactData: { ContactId, InitialContactId, InstanceARN: centre.instance.arns.instance, Channel: 'CHAT' },
      Parameters: { customerIdleMinutes: '5' },
    },
  });

const attempts = ({ standIn }: NativeCentre) =>
  standIn.calls.filter(({ operation }) => operation === 'UpdateParticipantRoleConfig').length;

describe('timers of Amazon Connect’s own', () => {
  test('are set, and nothing is streamed and no chat kept', async () => {
    const centre = await native();
    const { id, outcome } = await centre.begins(idle('CUSTOMER', 5), disconnect('AGENT', 30));
    expect(outcome).toMatchObject({ type: 'passedOn' });
    expect(centre.instance.contact(id).timers).toEqual({ 'CUSTOMER IDLE': 5, 'AGENT DISCONNECT_NONCUSTOMER': 30 });
    expect(centre.done('StartContactStreaming')).toBe(0);
    expect(await centre.chat(id)).toBeUndefined();
  });

  test.each(oneSwitchAtATime())('are set whatever the answer to %j is', async (switches) => {
    const centre = await native({ switches });
    const { id, outcome } = await centre.begins(idle('CUSTOMER', 5));
    expect(outcome).toMatchObject({ type: 'passedOn' });
    expect(centre.instance.contact(id).timers).toEqual({ 'CUSTOMER IDLE': 5 });
  });

  test('are set of the leg that the flow handles, while an agent is connected too: from the next one on', async () => {
    const centre = await native();
    const first = centre.contacts.begin({ channel: 'CHAT', queueId: centre.queueId });
    const second = centre.contacts.transfer(first.id, centre.queueId);
    centre.takes(second.id);
    expect(await byFlow(centre, second.id, first.id)).toMatchObject({
      outcome: 'configured',
      message: expect.stringContaining('from the next agent on'),
    });
    expect(centre.instance.contact(second.id)).toMatchObject({ timers: { 'CUSTOMER IDLE': 5 }, runningTimers: {} });
  });

  test.each([
    ['a call', 'VOICE', 'chatEnded', /no chat, or the chat has ended/],
    ['a task', 'TASK', 'chatEnded', /no chat, or the chat has ended/],
  ] as const)('are not taken for %s', async (_, channel, outcome, message) => {
    const centre = await native();
    const { id } = centre.contacts.begin({ channel, queueId: centre.queueId });
    expect(await byFlow(centre, id)).toMatchObject({ outcome, message: expect.stringMatching(message) });
    expect(attempts(centre)).toBe(1);
  });

  test('are not taken for a contact that is not there', async () => {
    const centre = await native();
    expect(await byFlow(centre, 'c0ffee00-0000-4000-8000-000000000009')).toMatchObject({ outcome: 'chatNotFound' });
    expect(attempts(centre)).toBe(1);
  });

  test.each(['TooManyRequestsException', 'ThrottlingException'] as const)(
    'are set again after %s, as long as the flow can be answered in time',
    async (name) => {
      const centre = await native();
      centre.standIn.faults.next('UpdateParticipantRoleConfig', { type: 'error', name });
      const { id, outcome } = await centre.begins(idle('CUSTOMER', 5));
      expect(outcome).toMatchObject({ type: 'passedOn' });
      expect(centre.instance.contact(id).timers).toEqual({ 'CUSTOMER IDLE': 5 });
    },
  );

  test('are given up when no two seconds are left for the flow, which is told so', async () => {
    const centre = await native();
    const name = 'TooManyRequestsException';
    centre.standIn.faults.next('UpdateParticipantRoleConfig', { type: 'error', name }, 20);
    const { id } = centre.contacts.begin({ channel: 'CHAT', queueId: centre.queueId });
    const began = centre.time.now();
    expect(await byFlow(centre, id)).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining('takes no more of these calls'),
    });
    const last = centre.standIn.calls.at(-1)?.at ?? 0;
    expect(last - began).toBeLessThanOrEqual(seconds(4));
    expect(attempts(centre)).toBe(3);
  });

  test('are not asked for too late when the quota was waited for', async () => {
    const centre = await native();
    const all = await Promise.all(Array.from({ length: 40 }, () => centre.begins(idle('CUSTOMER', 5))));
    const passedOn = all.filter(({ outcome }) => outcome.type === 'passedOn');
    expect(new Set(all.map(({ outcome }) => outcome.type))).toEqual(new Set(['passedOn', 'backendBusy']));
    expect(centre.done('UpdateParticipantRoleConfig')).toBe(passedOn.length);
    const [first, last] = [centre.standIn.calls[0]?.at ?? 0, centre.standIn.calls.at(-1)?.at ?? 0];
    expect(last - first).toBeLessThanOrEqual(seconds(3.5));
  });

  test('are said to be denied if Amazon Connect denies them, which is reported', async () => {
    const centre = await native({ isAllowed: () => false });
    const { id } = centre.contacts.begin({ channel: 'CHAT', queueId: centre.queueId });
    expect(await byFlow(centre, id)).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining('does not allow'),
    });
    expect(centre.reports).toHaveLength(1);
    expect(attempts(centre)).toBe(1);
  });
});
