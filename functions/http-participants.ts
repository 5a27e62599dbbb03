import { participantRoutes } from '#dialects/connect-participant/routes.ts';
import { chats } from '#runtime/compose/chats.ts';
import { http } from '#runtime/http.ts';

/** What participants of chats call, by their tokens: the participant service of Amazon Connect. */
export const handler = http(participantRoutes, chats);
