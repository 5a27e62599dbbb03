import { makeSendSignal } from '#core/chats/send-signal.ts';
import { frameOf } from '#dialects/connect-participant/frames.ts';
import { itemsOfSignal } from '#dialects/connect-participant/items.ts';
import { chats } from './chats.ts';
import { clock } from './clock.ts';
import { tell } from './commit-chat.ts';
import { ids } from './ids.ts';

export const sendSignal = makeSendSignal({
  chats,
  tell,
  framesOf: (key, signal) => itemsOfSignal(key, signal).map(frameOf),
  clock,
  ids,
});
