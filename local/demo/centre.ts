import { z } from 'zod';
import { available, type ConnectAgent, clear, hangUp, offline } from './connect/connect-agent.ts';
import type { StandIn } from './connect/stand-in.ts';

/** The centre's own server. */
export type Centre = ReturnType<typeof makeCentre>;

export interface CentreSettings {
  /** Lastcall's HTTP API, without a trailing slash. */
  readonly apiUrl: string;
  readonly standIn: StandIn;
  /** Whether it sets agents offline in Amazon Connect when their session has ended. */
  readonly followsUp: boolean;
  readonly log: (line: string) => void;
}

interface SignIn {
  readonly agentId: string;
  readonly leaseSeconds?: number | undefined;
  readonly isAutomatic?: boolean | undefined;
}

/** The key of the demo's instance (`local/demo-seed.json`). */
const apiKey = 'demo:demo-secret';

const signedIn = z.object({
  sessionId: z.string(),
  signedInAt: z.string(),
  leaseExpiresAt: z.string(),
  token: z.string(),
});
const agentWithSession = z.looseObject({ session: z.looseObject({ sessionId: z.string() }).nullable() });
const held = z.object({ heldUntil: z.string() });
const sessionEnded = z.object({ ended: z.looseObject({}).optional() });

const followUpMillis = 1000;

/** Makes the server of the contact centre in the demo. It has the API key, which no page receives. */
export function makeCentre({ apiUrl, standIn, followsUp, log }: CentreSettings) {
  /** The last session of each agent that began here. */
  const sessions = new Map<string, { readonly token: string }>();
  /** The last request about each agent. Requests about one agent are sent one after the other. */
  const lastRequests = new Map<string, Promise<void>>();

  const send = (method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${apiUrl}${path}`, {
      method,
      headers: { authorization: `Basic ${btoa(apiKey)}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });

  async function call(method: string, path: string, body?: object): Promise<unknown> {
    const response = await send(method, path, body);
    const answer = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${answer}`);
    return answer === '' ? undefined : JSON.parse(answer);
  }

  /** Reports something about an agent to Lastcall. If the session has ended meanwhile, Lastcall refuses it, rightly. */
  function report(agentId: string, method: string, path: string, body?: object): void {
    const before = lastRequests.get(agentId) ?? Promise.resolve();
    const after = before.then(async () => {
      const response = await send(method, `/v1/agents/${agentId}${path}`, body);
      if (response.status >= 500) log(`${method} ${path} was answered with ${response.status}`);
    });
    lastRequests.set(
      agentId,
      after.catch((error: unknown) => log(`A change of agent ${agentId} could not be reported: ${String(error)}`)),
    );
  }

  /** How an ended session ended, as the owner of its token learns it. Unlike a heartbeat, this never resumes a session. */
  async function endOf(token: string) {
    const body = JSON.stringify({ token });
    const response = await fetch(`${apiUrl}/v1/session/connection`, { method: 'POST', body });
    return response.status === 409 ? sessionEnded.parse(await response.json()).ended : undefined;
  }

  /** Sets agents offline whose session has ended, however it ended, so that they are routed no contacts. */
  async function followUp(): Promise<void> {
    for (const [agentId, session] of sessions) {
      const agent = agentWithSession.parse(await call('GET', `/v1/agents/${agentId}`));
      // An agent who has signed in again meanwhile stays available.
      const isCurrent = sessions.get(agentId) === session;
      if (agent.session === null && isCurrent) standIn.putUserStatus(agentId, offline);
    }
  }
  const followingUp = setInterval(() => {
    if (followsUp) followUp().catch((error: unknown) => log(`Agents could not be followed up: ${String(error)}`));
  }, followUpMillis);

  return {
    /**
     * Creates an agent, signs the agent in, and logs the agent's CCP in. The agent becomes available, unless it is the
     * page that signs in by itself: perhaps nobody is there, so an agent who has a session elsewhere keeps it. An agent who
     * is held after a forced logout stays out.
     */
    async signIn({ agentId, leaseSeconds = 30, isAutomatic = false }: SignIn) {
      const email = `agent-${agentId}@example.com`;
      const profile = { name: `Agent ${agentId}`, email, agentNumber: agentId, teamIds: [] };
      await call('PUT', `/v1/agents/${agentId}`, profile);
      const path = `/v1/agents/${agentId}/session`;
      const response = await send('PUT', path, { leaseSeconds, takeOver: !isAutomatic, isAutomatic });
      const answer: unknown = await response.json();
      if (response.status === 409 && held.safeParse(answer).success) return { status: 409, json: held.parse(answer) };
      if (response.status === 409 && isAutomatic) return { status: 409, json: {} };
      if (!response.ok) throw new Error(`PUT ${path} was answered with ${response.status}: ${JSON.stringify(answer)}`);
      const session = signedIn.parse(answer);
      sessions.set(agentId, { token: session.token });
      standIn.logIn(agentId);
      if (!isAutomatic) standIn.putUserStatus(agentId, available);
      return { json: session };
    },

    /** Forces the logout of an agent. If it is immediate, the agent's contacts are hung up in Amazon Connect. */
    async forceLogout(agentId: string, { timing, message }: { timing: string; message?: string | undefined }) {
      const select = { agentIds: [agentId] };
      const order = { select, timing, reason: 'Asked for in the demo', ...(message && { message }) };
      const results = z.looseObject({}).parse(await call('POST', '/v1/force-logouts', order));
      if (timing === 'immediate') {
        for (const { contactId } of standIn.get(agentId).agent.contacts) {
          standIn.change(agentId, (agent, now) => clear(hangUp(agent, contactId, now), contactId, now));
        }
      }
      return results;
    },

    /** An agent as Lastcall knows it, and how the last session ended if there is none now. */
    async getAgent(agentId: string) {
      const response = await send('GET', `/v1/agents/${agentId}`);
      if (!response.ok) return { agent: null };
      const agent = agentWithSession.parse(await response.json());
      const token = sessions.get(agentId)?.token;
      const ended = agent.session === null && token !== undefined ? await endOf(token) : undefined;
      return { agent, ...(ended && { ended }) };
    },

    /** Reports a change in Amazon Connect to Lastcall, as a centre does with the agent and contact event streams. */
    reportChange(agentId: string, agent: ConnectAgent, before: ConnectAgent): void {
      const accepted = ({ contacts }: ConnectAgent) => contacts.filter(({ state }) => state !== 'connecting');
      const contactsBefore = new Set(accepted(before).map(({ contactId }) => contactId));
      const contactsNow = new Set(accepted(agent).map(({ contactId }) => contactId));
      for (const { contactId, channel } of accepted(agent)) {
        if (!contactsBefore.has(contactId)) {
          report(agentId, 'PUT', `/contacts/${contactId}`, { channel: channel === 'voice' ? 'VOICE' : 'CHAT' });
        }
      }
      for (const contactId of contactsBefore)
        if (!contactsNow.has(contactId)) report(agentId, 'DELETE', `/contacts/${contactId}`);
      const { name, type } = agent.chosen;
      if (name !== before.chosen.name && type !== 'offline') {
        report(agentId, 'PATCH', '/session', { status: name, statusType: type === 'routable' ? 'ROUTABLE' : 'CUSTOM' });
      }
    },

    stop(): void {
      clearInterval(followingUp);
    },
  };
}
