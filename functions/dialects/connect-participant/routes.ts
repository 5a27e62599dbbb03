import { createConnection, disconnect } from './connection.ts';
import { sendEvent, sendMessage } from './messages.ts';
import { getTranscript } from './transcript.ts';

/**
 * The participant service of Amazon Connect. Whoever opens a chat in a browser gets a participant's token, so strangers can
 * flood these routes. Each has a share of the stage's throttle: with the routes of agents' desktops they add up to four
 * fifths, so they leave a fifth to all other routes. Clients send mostly messages, with the typing and the receipts around
 * them.
 */
export const participantRoutes = [sendMessage, sendEvent, getTranscript, createConnection, disconnect];
