import { makeAgentChatUseCases } from '#core/agent-chats/use-cases.ts';
import { report } from '../observe.ts';
import { agents } from './agents.ts';
import { chatStore, chats, openChats } from './chats.ts';

/** Chats as contacts of the agents who are in them. */
export const agentChats = makeAgentChatUseCases({ chats: chatStore, openChats, report }, agents, chats);
