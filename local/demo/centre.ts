import { z } from 'zod';
import { available, offline } from './connect/agent-states.ts';
import { clear, type Desk, hangUp } from './connect/desk.ts';
import type { StandIn } from './connect/stand-in.ts';

/** What the centre's own server does. */
export type Centre = ReturnType<typeof makeCentre>;

/** What it needs. */
export interface CentreSettings {
  /** Lastcall's HTTP API, without a trailing slash. */
  readonly apiUrl: string;
  readonly standIn: StandIn;
  /** Whether it sets agents offline in Amazon Connect whose session has ended. */
  readonly followsUp: boolean;
  readonly log: (line: string) => void;
}

/** The key of the demo's instance (`local/demo-seed.json`). */
const apiKey = 'demo:demo-secret';

const signedIn = z.object({
  sessionId: z.string(),
  signedInAt: z.string(),
  leaseExpiresAt: z.string(),
  token: z.string(),
});
const shownAgent = z.looseObject({ session: z.looseObject({ sessionId: z.string() }).nullable() });
const refusal = z.object({ ended: z.looseObject({ cause: z.number() }).optional() });

const lookMillis = 1000;

/** The server of the contact centre whose agents the demo shows: it has the API key, which no page ever sees. */
export function makeCentre({ apiUrl, standIn, followsUp, log }: CentreSettings) {
  /** The last session of each agent that began here. */
  const sessions = new Map<string, { readonly token: string }>();
  /** What is under way for each agent: Lastcall hears of things in the order they happened in. */
  const telling = new Map<string, Promise<void>>();

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

  /** Tells Lastcall something that it refuses rightly when the session is over by then. */
  function tell(agentId: string, method: string, path: string, body?: object): void {
    const before = telling.get(agentId) ?? Promise.resolve();
    const after = before.then(async () => {
      const response = await send(method, `/v1/agents/${agentId}${path}`, body);
      if (response.status >= 500) log(`${method} ${path} was answered with ${response.status}`);
    });
    telling.set(
      agentId,
      after.catch((error: unknown) => log(`Lastcall could not be told of agent ${agentId}: ${String(error)}`)),
    );
  }

  const agentOf = async (agentId: string) => shownAgent.parse(await call('GET', `/v1/agents/${agentId}`));

  /** How a session that is over ended, as whoever has its token is told. Unlike a heartbeat, to ask brings none back. */
  async function endOf(token: string) {
    const body = JSON.stringify({ token });
    const response = await fetch(`${apiUrl}/v1/session/connection`, { method: 'POST', body });
    return response.status === 409 ? refusal.parse(await response.json()).ended : undefined;
  }

  /** Sees to it that nobody is routed calls whose session is over, however it ended. */
  async function look(): Promise<void> {
    for (const [agentId, session] of sessions) {
      const { session: shown } = await agentOf(agentId);
      // Who has signed in anew meanwhile is left alone.
      const isCurrent = sessions.get(agentId) === session;
      if (shown === null && isCurrent) standIn.putUserStatus(agentId, offline);
    }
  }
  const looking = setInterval(() => {
    if (followsUp) look().catch((error: unknown) => log(`Nobody could look after the agents: ${String(error)}`));
  }, lookMillis);

  return {
    /** Signs an agent in, whom it makes known first, and lets the agent into the CCP. */
    async signIn({ agentId, leaseSeconds = 30 }: { agentId: string; leaseSeconds?: number | undefined }) {
      const email = `agent-${agentId}@example.com`;
      const profile = { name: `Agent ${agentId}`, email, agentNumber: agentId, teamIds: [] };
      await call('PUT', `/v1/agents/${agentId}`, profile);
      const session = signedIn.parse(
        await call('PUT', `/v1/agents/${agentId}/session`, { leaseSeconds, takeOver: true }),
      );
      sessions.set(agentId, { token: session.token });
      standIn.logIn(agentId);
      standIn.putUserStatus(agentId, available);
      return session;
    },

    /** Forces an agent out. Contacts that Lastcall has released are hung up. */
    async forceOut(agentId: string, { timing, message }: { timing: string; message?: string | undefined }) {
      const select = { agentIds: [agentId] };
      const order = { select, timing, reason: 'Asked for in the demo', ...(message && { message }) };
      const results = z.looseObject({}).parse(await call('POST', '/v1/force-logouts', order));
      if (timing === 'immediate') {
        for (const { contactId } of standIn.look(agentId).desk.contacts) {
          standIn.change(agentId, (desk, now) => clear(hangUp(desk, contactId, now), contactId, now));
        }
      }
      return results;
    },

    /** What Lastcall knows of an agent, and how the last session ended if it has. */
    async look(agentId: string) {
      const response = await send('GET', `/v1/agents/${agentId}`);
      if (!response.ok) return { agent: null };
      const agent = shownAgent.parse(await response.json());
      const token = sessions.get(agentId)?.token;
      const ended = agent.session === null && token !== undefined ? await endOf(token) : undefined;
      return { agent, ...(ended && { ended }) };
    },

    /** Hears of a change in Amazon Connect, as by its streams of agent and contact events, and tells Lastcall. */
    hear(agentId: string, desk: Desk, before: Desk): void {
      const inHand = (those: Desk) => those.contacts.filter(({ state }) => state !== 'connecting');
      const had = new Set(inHand(before).map(({ contactId }) => contactId));
      const has = new Set(inHand(desk).map(({ contactId }) => contactId));
      for (const { contactId, channel } of inHand(desk)) {
        if (!had.has(contactId)) {
          tell(agentId, 'PUT', `/contacts/${contactId}`, { channel: channel === 'voice' ? 'VOICE' : 'CHAT' });
        }
      }
      for (const contactId of had) if (!has.has(contactId)) tell(agentId, 'DELETE', `/contacts/${contactId}`);
      const { name, type } = desk.chosen;
      if (name !== before.chosen.name && type !== 'offline') {
        tell(agentId, 'PATCH', '/session', { status: name, statusType: type === 'routable' ? 'ROUTABLE' : 'CUSTOM' });
      }
    },

    stop(): void {
      clearInterval(looking);
    },
  };
}
