import { connectTimerRoutes } from '#dialects/connect-timers/role-config.ts';
import { chatRoutes } from '#dialects/native/chats.ts';
import { chatParticipantRoutes } from '#dialects/native/participants.ts';

/** Chats, who takes part in them and their timers, for callers with a key or an IAM signature. */
export const chatsApi = [...chatRoutes, ...chatParticipantRoutes, ...connectTimerRoutes];
