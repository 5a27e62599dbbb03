import { createConnection, disconnect } from './connection.ts';
import { sendEvent, sendMessage } from './messages.ts';
import { getTranscript } from './transcript.ts';

/**
 * The participant service of Amazon Connect. Whoever opens a chat in a browser gets a participant's token, so strangers can
 * flood these routes. Each has a share of the stage's throttle, as every route has that strangers can flood; together they
 * are four fifths, and a fifth remains for callers with a key. Clients send mostly messages, with the typing and the receipts around
 * them.
 */
export const participantRoutes = [sendMessage, sendEvent, getTranscript, createConnection, disconnect];
