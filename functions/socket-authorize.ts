import { tokens } from '#runtime/compose/access.ts';
import { socketAuthorizer } from '#runtime/socket.ts';

/** The authorizer of WebSockets. */
export const handler = socketAuthorizer(tokens);
