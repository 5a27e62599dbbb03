import { participantRoutes } from '#dialects/connect-participant/routes.ts';
import { tokens } from '#runtime/compose/access.ts';
import { chats } from '#runtime/compose/chats.ts';
import { http } from '#runtime/http.ts';

/** What participants of chats call, by their tokens: the participant service of Amazon Connect. */
export const handler = http(participantRoutes, chats, { tokens });
