import { passes } from '#runtime/compose/passes.ts';
import { socketAuthorizer } from '#runtime/socket.ts';

/** The authorizer of WebSockets. */
export const handler = socketAuthorizer(passes);
