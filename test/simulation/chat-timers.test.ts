import { test } from '@jest/globals';
import { runChats } from './run-chats.ts';

/** `npm run simulate` takes more of them. */
const chats = 20_000;

test(
  'in random chats nothing is early, nobody active is called idle, each stage happens once and none is lost',
  () => runChats({ chats, seed: 1 }),
  180_000,
);
