import { expect, test } from '@jest/globals';
import { makeMemoryChatStore } from '#adapters/memory/chat-store.ts';
import type { Participant } from '#core/chats/chat.ts';
import { makeRecordActivity } from '#core/chats/record-activity.ts';
import { speak } from '#core/chats/silence.ts';
import { minutes } from '#core/instant.ts';
import { someDay, stored } from '#test/support/agents.ts';
import { aChat, aParticipant, chatKey } from '#test/support/chats.ts';

const now = someDay + minutes(3);

/** A customer writes; says what came of it, and whether more than the one write was needed. */
async function writing(says: Partial<Participant>, participantId = 'customer') {
  const chats = makeMemoryChatStore();
  const chat = aChat({ participants: [aParticipant(says)] });
  await chats.save(stored(chat), undefined);
  let wholeCommands = 0;
  const recordActivity = makeRecordActivity({
    chats,
    clock: { now: () => now },
    async commitChat(_, decide) {
      wholeCommands += 1;
      return decide(chat, now).outcome;
    },
  });
  const { type } = await recordActivity(chatKey, participantId);
  return { type, wholeCommands };
}

test('a message is one write and loads nothing', async () => {
  expect(await writing({})).toEqual({ type: 'done', wholeCommands: 0 });
});

test('a message of somebody idle runs the whole command', async () => {
  expect(await writing({ idleAt: someDay })).toEqual({ type: 'done', wholeCommands: 1 });
});

test('a message of somebody who is not there says so', async () => {
  expect(await writing({ leftAt: someDay })).toEqual({ type: 'left', wholeCommands: 1 });
  expect(await writing({}, 'nobody')).toEqual({ type: 'unknownParticipant', wholeCommands: 1 });
});

test('a message that was on its way for long never moves silence back', () => {
  const chat = aChat({ participants: [aParticipant({ silentSince: now })] });
  expect(speak(chat, 'customer', someDay).state?.participants[0]?.silentSince).toBe(now);
});
