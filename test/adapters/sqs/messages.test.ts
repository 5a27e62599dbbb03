import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { alarmBody, parseAlarm } from '#adapters/sqs/alarm-message.ts';
import { logoutMessageBody, parseLogoutMessage } from '#adapters/sqs/logout-message.ts';
import type { Alarm } from '#core/alarms/ports.ts';
import type { ChunkAgent, LogoutMessage } from '#core/sessions/ports.ts';
import type { MatchedByGroup } from '#core/sessions/selector.ts';
import { agentIds } from '../../support/logout-jobs.ts';

const ofJob = { instanceId: fc.string(), jobId: fc.nat(), page: fc.nat() };
const group: fc.Arbitrary<MatchedByGroup> = fc.constantFrom(
  { teamId: 'a' },
  { teamId: 'b' },
  { ipAddress: '10.0.0.0/8' },
);
const agent: fc.Arbitrary<ChunkAgent> = fc
  .tuple(fc.string(), fc.option(group, { nil: undefined }))
  .map(([agentId, by]) => ({ agentId, matchedBy: by ?? { agentId } }));

const message: fc.Arbitrary<LogoutMessage> = fc.oneof(
  fc.record({
    type: fc.constant('plan' as const),
    ...ofJob,
    from: fc.record({ list: fc.nat(), after: fc.string() }, { requiredKeys: ['list'] }),
  }),
  fc.record({ type: fc.constant('chunk' as const), ...ofJob, chunk: fc.nat(), agents: fc.array(agent) }),
);

describe('a logout message', () => {
  test('is read as it was written', () => {
    fc.assert(fc.property(message, (sent) => expect(parseLogoutMessage(logoutMessageBody(sent))).toEqual(sent)));
  });

  test.each(['', '{', 'null', '{}', '{"type":"chunk"}', '{"type":"plan","instanceId":"demo","jobId":"1"}'])(
    'is not read from %j',
    (body) => expect(() => parseLogoutMessage(body)).toThrow(),
  );

  test('ten full chunks fit into the 64 KB that SQS counts as one request', () => {
    const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
    const agents = agentIds(100).map((_, n) => ({ agentId: uuid(n), matchedBy: { agentId: uuid(n) } }));
    const body = logoutMessageBody({ type: 'chunk', instanceId: 'demo', jobId: 1, page: 0, chunk: 0, agents });
    expect(10 * Buffer.byteLength(body)).toBeLessThan(64 * 1024);
  });
});

describe('an alarm', () => {
  const ofAlarm = { instanceId: fc.string(), at: fc.nat() };
  const alarm: fc.Arbitrary<Alarm> = fc.oneof(
    fc.record({ kind: fc.constant('agent' as const), ...ofAlarm, agentId: fc.string() }),
    fc.record({ kind: fc.constant('job' as const), ...ofAlarm, jobId: fc.nat() }),
    fc.record({ kind: fc.constant('chat' as const), ...ofAlarm, contactId: fc.string() }),
  );

  test('is read as it was written', () => {
    fc.assert(fc.property(alarm, (sent) => expect(parseAlarm(alarmBody(sent))).toEqual(sent)));
  });

  test.each(['', 'null', '{}', '{"kind":"chat","at":1}', '{"kind":"chat","instanceId":"demo","contactId":"c1"}'])(
    'is not read from %j',
    (body) => expect(() => parseAlarm(body)).toThrow(),
  );
});
