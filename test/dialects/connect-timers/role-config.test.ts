import { describe, expect, test } from '@jest/globals';
import { parseUpdateRoleConfig, renderUpdateRoleConfig } from '#dialects/connect-timers/role-config.ts';
import { aChat } from '../../support/chats.ts';
import { aCaller, aRequest, refusalOf } from '../requests.ts';
import { inMinutes, minutes, path, withTimers } from './requests.ts';

const parse = (body: unknown) => parseUpdateRoleConfig(aRequest({ path, body }));

describe('a configuration', () => {
  test('is the documented one', () => {
    const list = [
      minutes,
      {
        ParticipantRole: 'AGENT',
        TimerType: 'DISCONNECT_NONCUSTOMER',
        TimerValue: { ParticipantTimerAction: 'Unset' },
      },
    ];
    expect(parse(withTimers(list))).toEqual([
      { instanceId: 'demo', contactId: 'c1' },
      [
        { role: 'CUSTOMER', type: 'IDLE', value: 5 },
        { role: 'AGENT', type: 'DISCONNECT_NONCUSTOMER', value: 'Unset' },
      ],
    ]);
  });

  test.each([2, 480])('of %i minutes is at the limit', (limit) => {
    expect(parse(withTimers([inMinutes(limit)]))[1]).toEqual([{ role: 'CUSTOMER', type: 'IDLE', value: limit }]);
  });

  test('is answered with nothing', () => {
    expect(renderUpdateRoleConfig({ type: 'done', chat: aChat() })).toEqual({ status: 200 });
  });

  test('takes the scope to configure timers', () => {
    const caller = aCaller('chats:write', 'sessions:write');
    expect(refusalOf(() => parseUpdateRoleConfig(aRequest({ caller, path, body: withTimers([minutes]) })))).toEqual({
      type: 'forbidden',
      scope: 'timers:configure',
    });
  });

  test('may come from an IAM principal, whose instance the path names', () => {
    const path = { InstanceId: 'i'.repeat(100), ContactId: 'c'.repeat(256) };
    const callerId = 'arn:aws:sts::111111111111:assumed-role/flows/session';
    const caller = { callerId, instanceId: path.InstanceId, scopes: ['timers:configure'] as const };
    const [key] = parseUpdateRoleConfig(aRequest({ caller, path, body: withTimers([minutes]) }));
    expect(key).toEqual({ instanceId: path.InstanceId, contactId: path.ContactId });
  });
});
