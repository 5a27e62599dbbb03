import { test } from '@jest/globals';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { runChats } from './run-chats.ts';

/** `npm run simulate` takes more of them. */
const chats = randomRuns(10_000);

test(
  'in random chats no stage is early, nobody active becomes idle, and each stage happens once and is not lost',
  () => runChats({ chats, seed: 1 }),
  600_000,
);
