import { type AgentData, datedSnapshot } from './agent-data.ts';
import { askConnect, LoggedOut } from './call-connect.ts';

/** The real one waits five times as long when the network is gone. */
const recoveryMillis = 1000;

/** Looks for news of the agent, one request after the other, until it is stopped or the login ends. */
export async function pollAgent(tell: (agent: AgentData) => void, signal: AbortSignal): Promise<void> {
  let configuration: AgentData['configuration'] | undefined;
  let nextToken: number | null = null;
  while (!signal.aborted) {
    try {
      const known = configuration ?? (await askConnect('getAgentConfiguration', {}, signal)).configuration;
      configuration = known;
      const news = await askConnect('getAgentSnapshot', { nextToken }, signal);
      nextToken = news.nextToken;
      tell({ configuration: known, snapshot: datedSnapshot(news.snapshot) });
    } catch (error) {
      if (error instanceof LoggedOut) return;
      await new Promise((resolve) => setTimeout(resolve, recoveryMillis));
    }
  }
}
