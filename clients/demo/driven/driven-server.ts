/** A contact that occupies an agent, as Amazon Connect shows it. */
export interface ShownContact {
  readonly contactId: string;
  readonly channel: 'VOICE' | 'CHAT' | 'TASK' | 'EMAIL';
  readonly state: string;
  readonly forSeconds: number;
}

/** An agent as Amazon Connect has it now. */
export interface ShownAgent {
  readonly agentId: string;
  readonly name: string;
  readonly team: string;
  readonly isYours: boolean;
  /** Whether the control panel is open. A window that was closed leaves the status as it was. */
  readonly isAtPanel: boolean;
  readonly status: string;
  readonly statusType: 'ROUTABLE' | 'CUSTOM' | 'OFFLINE';
  readonly forSeconds: number;
  readonly next: string | null;
  readonly contacts: readonly ShownContact[];
}

/** Everybody, and what the bell of the visitor's workspace shows. */
export interface Wallboard {
  readonly agents: readonly ShownAgent[];
  readonly teams: readonly { readonly teamId: string; readonly name: string }[];
  readonly statuses: readonly string[];
  readonly bell: readonly { readonly id: string; readonly text: string; readonly forSeconds: number }[];
}

export interface Order {
  readonly select: { readonly agentIds?: readonly string[]; readonly teamIds?: readonly string[] };
  readonly timing: string;
  readonly message?: string;
}

/** A row of a forced logout, as Lastcall's own API answers it. */
export interface LogoutRow {
  readonly agentId: string;
  readonly outcome: string;
  readonly previousStatus: string | null;
  readonly currentStatus: string | null;
  readonly losesAfterContactWork?: true;
  readonly notStopped?: readonly string[];
}

/** What Lastcall answers: rows, or a job, or a refusal. */
export interface Answer {
  readonly jobId?: number;
  readonly status?: string | number;
  readonly results?: readonly LogoutRow[];
  readonly title?: string;
  readonly detail?: string;
  readonly message?: string;
}

/** The server of the demo of an instance of Amazon Connect. */
export const drivenServer = {
  look: async (): Promise<Wallboard> => (await ask('/wallboard')).json(),
  known: async (): Promise<{ readonly known?: number }> => (await ask('/known')).json(),
  act: async (act: object): Promise<Answer> => (await ask('/you', act)).json(),
  forceOut: async (order: Order): Promise<Answer> => (await ask('/force-logouts', order)).json(),
  job: async (jobId: number): Promise<Answer> => (await ask('/job', { jobId })).json(),
};

const ask = (path: string, body?: object): Promise<Response> =>
  fetch(path, body && { method: 'POST', body: JSON.stringify(body) });
