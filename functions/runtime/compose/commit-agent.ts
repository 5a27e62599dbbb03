import type { AgentKey } from '#core/sessions/agent.ts';
import { closeConnections } from '#core/sessions/client-connections.ts';
import { type CommitAgent, makeCommitAgent } from '#core/sessions/commit-agent.ts';
import { makeTellClient } from '#core/sessions/tell-client.ts';
import { makeTell } from '#core/tell.ts';
import { frameOfAgentEvent } from '#dialects/native/agent-frames.ts';
import { report } from '../observe.ts';
import { agents } from './agents.ts';
import { alarms } from './alarms.ts';
import { clock } from './clock.ts';
import { alsoTelling } from './publisher.ts';
import { sockets } from './sockets.ts';

const tell = makeTell<AgentKey>({
  sockets,
  forget: ({ instanceId, agentId }, connectionIds) =>
    commitAgent({ instanceId, agentId }, (agent) => closeConnections(agent, connectionIds), 'caller'),
  report,
});

/** What happens to agents goes to the bus and to the WebSockets of their desktops. */
export const commitAgent: CommitAgent = makeCommitAgent({
  store: agents,
  publisher: alsoTelling(makeTellClient({ tell, frameOf: frameOfAgentEvent })),
  alarms,
  clock,
  report,
});
