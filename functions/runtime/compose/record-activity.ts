import { makeRecordActivity } from '#core/chats/record-activity.ts';
import { chats } from './chats.ts';
import { clock } from './clock.ts';
import { commitChat } from './commit-chat.ts';

export const recordActivity = makeRecordActivity({ chats, commitChat, clock });
