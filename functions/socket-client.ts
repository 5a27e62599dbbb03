import { agentSocket } from '#runtime/compose/agent-socket.ts';
import { participantSocket } from '#runtime/compose/participant-socket.ts';
import { socket } from '#runtime/socket.ts';

/** The WebSocket of participants of chats and of agents' desktops. */
export const handler = socket({ participants: participantSocket, agents: agentSocket });
