import { access } from '#runtime/compose/access.ts';
import { agentChats } from '#runtime/compose/agent-chats.ts';
import { chats } from '#runtime/compose/chats.ts';
import { http } from '#runtime/http.ts';
import { chatsApi } from './apis/chats.ts';

/** Chats, their participants and their timers. */
export const handler = http(
  chatsApi,
  { ...chats, joinChat: agentChats.joinChat, isChatOfTeams: agentChats.isChatOfTeams, ...access },
  access,
);
