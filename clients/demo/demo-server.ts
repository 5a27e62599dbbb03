import type { SignedIn } from '../agent/session.ts';

interface Contact {
  readonly contactId: string;
  readonly channel: string;
}

/** What the demo's server shows of an agent: as Lastcall has it, and as the stand-in for Amazon Connect does. */
export interface Presence {
  readonly agent: {
    readonly session: {
      readonly sessionId: string;
      readonly status: string;
      readonly statusType: 'ROUTABLE' | 'CUSTOM';
      readonly signedInAt: string;
      readonly leaseExpiresAt?: string;
      readonly contacts: readonly Contact[];
      readonly pendingLogout?: { readonly requestedAt: string; readonly message?: string };
    } | null;
  } | null;
  /** How the last session ended, while Lastcall remembers. */
  readonly ended?: { readonly cause: number };
  readonly connect: {
    readonly state: { readonly name: string };
    readonly next: { readonly name: string } | null;
    readonly answering: { readonly how: string };
    readonly log: readonly { readonly type: string; readonly at: number }[];
  };
}

/** What the page has the stand-in for Amazon Connect do. */
export type Instruction =
  | { readonly do: 'ring'; readonly channel: 'voice' | 'chat' }
  | { readonly do: 'hangUp' | 'clear' }
  | { readonly do: 'answerPutState'; readonly answering: { readonly how: string } };

// Kept before anything unplugs the page: what is shown beside the agent's window is on somebody else's machine.
const ownFetch = fetch.bind(globalThis);

/** The demo's own server, for one agent: the centre's server, and the stand-in for Amazon Connect. */
export function demoServer(agentId: string, leaseSeconds: number) {
  return {
    /** Goes over the network of the agent's window. */
    signIn: (): Promise<SignedIn> => ask('/sign-in', { agentId, leaseSeconds }, fetch),
    logIntoConnect: (): Promise<void> => ask(`/connect/${agentId}/login`, {}),
    look: (): Promise<Presence> => ask(`/agents/${agentId}`),
    instruct: (instruction: Instruction): Promise<void> => ask(`/connect/${agentId}/instructions`, instruction),
    forceOut: (timing: string, message: string): Promise<void> =>
      ask(`/agents/${agentId}/force-logout`, { timing, ...(message && { message }) }),
  };
}

export type DemoServer = ReturnType<typeof demoServer>;

async function ask(path: string, body?: object, send = ownFetch): Promise<ReturnType<typeof JSON.parse>> {
  const response = await send(path, body && { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`);
  return response.status === 204 ? undefined : response.json();
}
