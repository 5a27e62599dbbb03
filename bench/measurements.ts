import type { Measure } from './figure.ts';

interface Planned {
  readonly title: string;
  /** After this it is taken for stuck. */
  readonly mostSeconds: number;
  /** So long that it is measured only when it is asked for by its name. */
  readonly onlyByName?: boolean;
  load(): Promise<{ readonly measure: Measure }>;
}

/** Everything that can be measured, by the name it is asked for. */
export const measurements: Readonly<Record<string, Planned>> = {
  'find-by-address': {
    title: 'Finding agents by address range',
    mostSeconds: 180,
    load: () => import('./find-by-address.ts'),
  },
  'logout-one': {
    title: 'Forced logout of one idle agent',
    mostSeconds: 30,
    load: () => import('./logout-one.ts'),
  },
  'end-session-by-flow': {
    title: 'A flow ends a crashed session',
    mostSeconds: 30,
    load: () => import('./end-session-by-flow.ts'),
  },
  'closed-window': {
    title: 'A window is closed, a browser is killed',
    mostSeconds: 300,
    // It needs a browser.
    onlyByName: true,
    load: () => import('./closed-window.ts'),
  },
  heartbeats: {
    title: 'A heartbeat of each of 10 000 sessions',
    mostSeconds: 120,
    load: () => import('./heartbeats.ts'),
  },
  'logout-job': {
    title: 'A job of 20 000 agents: requests, units, busiest key',
    mostSeconds: 300,
    load: () => import('./logout-job.ts'),
  },
  'logout-job-memory': {
    title: 'A job of 20 000 agents: memory',
    mostSeconds: 300,
    load: () => import('./logout-job-memory.ts'),
  },
  'dry-run': {
    title: 'A dry run of 20 000 agents, and the plan of their job',
    mostSeconds: 300,
    load: () => import('./dry-run.ts'),
  },
  'connect-job': {
    title: 'Jobs of agents of Amazon Connect, at its default quotas',
    mostSeconds: 300,
    load: () => import('./connect-job.ts'),
  },
  'agent-events': {
    title: 'Following a thousand agent events a second',
    mostSeconds: 180,
    load: () => import('./agent-events.ts'),
  },
  'supervisor-page': {
    title: 'A supervisor’s page with 1 000 agents is shown a change',
    mostSeconds: 300,
    load: () => import('./supervisor-page.ts'),
  },
  'chat-cost': {
    title: 'A message, and the reference chat',
    mostSeconds: 60,
    load: () => import('./chat-cost.ts'),
  },
  'monthly-cost': {
    title: 'A month of 1 000 agents and 100 000 chats in dollars',
    mostSeconds: 60,
    load: () => import('./monthly-cost.ts'),
  },
  tracing: {
    title: 'What traces add to an invocation and to a cold start',
    mostSeconds: 180,
    load: () => import('./tracing.ts'),
  },
  'timer-lateness': {
    title: 'Lateness of 500 timers due in one minute',
    mostSeconds: 300,
    load: () => import('./timer-lateness.ts'),
  },
  'timer-lateness-swept': {
    title: 'Lateness of 500 timers due in one minute, half of them by the sweep',
    mostSeconds: 1200,
    onlyByName: true,
    load: async () => ({ measure: (await import('./timer-lateness.ts')).measureSwept }),
  },
  'wake-up-burst': {
    title: 'Very many wake-ups at once',
    mostSeconds: 60,
    load: () => import('./wake-up-burst.ts'),
  },
  'handler-overhead': {
    title: 'What a handler adds to its use case',
    mostSeconds: 60,
    load: () => import('./handler-overhead.ts'),
  },
  'json-parse': {
    title: 'What the checks of a JSON body of 1 KB cost',
    mostSeconds: 30,
    load: () => import('./json-parse.ts'),
  },
  'cold-start': {
    title: 'Bundles, and how long they take to load',
    mostSeconds: 60,
    load: () => import('./cold-start.ts'),
  },
};
