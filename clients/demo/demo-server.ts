import { type Cause, SignedInElsewhere, type SignIn, SignInHeld } from '../agent/lastcall-agent.ts';

interface Contact {
  readonly contactId: string;
  readonly channel: string;
}

/** The state of an agent as the demo's server reports it: in Lastcall, and in the stand-in for Amazon Connect. */
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
  /** How the last session ended, as long as Lastcall knows. */
  readonly ended?: { readonly cause: Cause };
  readonly connect: {
    readonly state: { readonly name: string };
    readonly next: { readonly name: string } | null;
    readonly answering: { readonly how: string };
    readonly log: readonly { readonly type: string; readonly at: number }[];
  };
}

/** A command for the stand-in for Amazon Connect. */
export type Instruction =
  | { readonly do: 'ring'; readonly channel: 'voice' | 'chat' }
  | { readonly do: 'hangUp' | 'clear' }
  | { readonly do: 'answerPutState'; readonly answering: { readonly how: string } };

// Taken before the page can be unplugged: what stands beside the agent's window would run on another machine.
const ownFetch = fetch.bind(globalThis);

/** The demo's server for one agent: it plays the contact centre's own server and Amazon Connect. */
export function demoServer(agentId: string, leaseSeconds: number) {
  return {
    /** Uses the network of the agent's window, which can be unplugged. */
    signIn: (({ isAutomatic }) => ask('/sign-in', { agentId, leaseSeconds, isAutomatic }, fetch)) satisfies SignIn,
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
  if (response.status === 409) {
    const { heldUntil } = await response.json();
    throw heldUntil ? new SignInHeld(heldUntil) : new SignedInElsewhere();
  }
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`);
  return response.status === 204 ? undefined : response.json();
}
