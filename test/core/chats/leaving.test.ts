import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Participant } from '#core/chats/chat.ts';
import { join, leave, without } from '#core/chats/participation.ts';
import { someDay } from '#test/support/agents.ts';
import { aChat, aParticipant, connections, timers } from '#test/support/chats.ts';
import { TimedChat } from './timed-chat.ts';

const leavesAt = someDay + 50;

/** What is kept of an agent who leaves a chat of the customer and another agent, in which these timers run. */
function kept(agent: Partial<Participant>, active = timers({})) {
  const leaver = aParticipant({ role: 'AGENT', ...agent });
  const other = aParticipant({ role: 'AGENT', participantId: 'other' });
  const chat = aChat({ participants: [aParticipant(), leaver, other], active });
  return { leaver, left: without(chat, ['agent'], leavesAt).participants[1] };
}

test('of a participant who leaves stays what the transcript and the connections need, and nothing about being idle or gone', () => {
  const wroteAt = someDay + 5;
  const { leaver, left } = kept({
    agentId: 'ann',
    wroteAt,
    silentSince: wroteAt,
    earlierMessages: [someDay + 1],
    idleAt: someDay + 9,
    goneSince: someDay + 7,
    connections: connections('s1'),
  });
  const { earlierMessages: _, idleAt: __, goneSince: ___, ...rest } = leaver;
  expect(left).toStrictEqual({ ...rest, silentSince: someDay + 9, leftAt: leavesAt });
});

test.each([
  ['the leaving, while waiting for the participant to become idle', timers({ AGENT: { IDLE: 5 } }), {}, leavesAt],
  [
    'a message that is later than the leaving',
    timers({ AGENT: { IDLE: 5 } }),
    { silentSince: leavesAt + 1 },
    leavesAt + 1,
  ],
  ['when the participant became idle', timers({ AGENT: { IDLE: 5 } }), { idleAt: someDay + 9 }, someDay + 9],
  ['the last message, without a timer for being idle', timers({ AGENT: { DISCONNECT_NONCUSTOMER: 5 } }), {}, someDay],
  ['the last message, when only the customer becomes idle', timers({ CUSTOMER: { IDLE: 5 } }), {}, someDay],
  [
    'the last message, of a supervisor',
    timers({ AGENT: { IDLE: 5 } }),
    { role: 'SUPERVISOR', participantId: 'agent' },
    someDay,
  ],
] as const)('an auto-disconnect of those who stay counts from %s', (_, active, agent, since) => {
  expect(kept(agent, active).left?.silentSince).toBe(since);
});

test('the timers run on while there is somebody on both sides', () => {
  const active = timers({ AGENT: { IDLE: 5 } });
  const agents = ['a', 'b'].map((participantId) => aParticipant({ role: 'AGENT', participantId }));
  const supervisor = aParticipant({ role: 'SUPERVISOR' });
  const chat = aChat({ participants: [aParticipant(), ...agents, supervisor], active });
  const one = leave(chat, 'a', leavesAt).state;
  expect(one?.active).toBe(active);
  expect(leave(one, 'b', leavesAt).state).not.toHaveProperty('active');
});

test('of all who have left, the twenty who left last are kept, in whatever order they had joined', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(
        Array.from({ length: 25 }, (_, n) => n),
        { minLength: 25 },
      ),
      (order) => {
        const participants = order.map((place, n) =>
          aParticipant({ participantId: `p${n}`, role: 'AGENT', leftAt: someDay + place }),
        );
        const joining = { participantId: 'new', displayName: 'New', role: 'AGENT' } as const;
        const { state } = join(aChat({ participants: [aParticipant(), ...participants] }), joining, leavesAt);
        const places = state?.participants.flatMap(({ leftAt }) => (leftAt === undefined ? [] : [leftAt - someDay]));
        expect(places).toEqual(order.filter((place) => place >= 5));
      },
    ),
  );
});

test('with twenty who have left all are kept', () => {
  const chat = new TimedChat();
  for (let n = 0; n < 20; n += 1) {
    chat.join(`agent${n}`);
    chat.leave(`agent${n}`);
  }
  chat.join('last');
  expect(chat.state?.participants).toHaveLength(22);
});
