import { metricNames } from '#runtime/metrics.ts';

/**
 * List prices of us-east-1 in dollars, Lambda on arm64, without free tiers. From the price pages of API Gateway, Lambda,
 * DynamoDB (on demand), SQS, EventBridge and CloudWatch as of November 2026.
 */
export const prices = {
  httpRequest: 1 / 1e6,
  socketMessage: 1 / 1e6,
  socketMinute: 0.25 / 1e6,
  invocation: 0.2 / 1e6,
  gigabyteSecond: 0.0000133334,
  writeUnit: 0.625 / 1e6,
  readUnit: 0.125 / 1e6,
  queueRequest: 0.4 / 1e6,
  busEvent: 1 / 1e6,
  logGigabyte: 0.5,
  metric: 0.3,
} as const;

/** A month of a contact centre. What is not measured is assumed here, so that it can be argued about. */
const month = {
  agents: 1_000,
  chats: 100_000,
  agentHours: 1_000 * 21 * 8,
  /** The hours of the month in which agents work: a metric is charged for by the hour in which it is counted. */
  openHours: 21 * 8,
  /** The page sends a heartbeat each third of a lease of 180 seconds. */
  heartbeatSeconds: 60,
  /**
   * A wake-up comes up to a second after the end of the lease, and a heartbeat some 60.1 seconds after the one before: in three of
   * four cases the third has just moved the lease by 180 seconds, otherwise the second by 120.
   */
  leaseWakeUpSeconds: 165,
  /** Sign-in, sign-out, changes of status and contacts that a centre's server reports, per agent and day. */
  changesPerDay: 30,
  messagesPerChat: 40,
  /** Requests of a chat besides its messages: start, timers, join, leave; of two participants a connection and a transcript each. */
  otherRequestsPerChat: 8,
  chatMinutes: 10,
  /** The customer has the stock client, which sends two frames every ten seconds and is answered both. */
  pingsPerMinute: 12,
  /** Events of a chat on the bus, of which two are followed by a function; five are pushed, and could be streamed. */
  eventsPerChat: { published: 7, followed: 2, streamable: 5 },
  /** Bytes of the line of a function and of the access log, with the 26 that CloudWatch adds to each. */
  bytes: { functionLine: 380, accessLine: 235, auditLine: 500 },
  /** Memory times billed time, in GB-seconds: 512 MB and a few milliseconds of work with one round trip of 8 ms to DynamoDB. */
  work: { request: 0.5 * 0.012, frame: 0.5 * 0.002, wakeUp: 1 * 0.022, event: 0.5 * 0.02, watched: 0.5 * 0.012 },
} as const;

/** What `npm run bench` measures. */
export interface Measured {
  /** A whole reference chat, whose messages are not kept. */
  readonly chat: { readonly writeUnits: number; readonly readUnits: number; readonly queueRequests: number };
  /** A message that is kept. One that is not is one unit. */
  readonly keptMessageWriteUnits: number;
  readonly heartbeatWriteUnits: number;
  readonly leaseWakeUp: { readonly writeUnits: number; readonly readUnits: number };
  /** A change of an agent, with its event. */
  readonly changeWriteUnits: number;
}

/** One line of the bill. */
export interface Position {
  readonly what: string;
  readonly quantity: string;
  readonly dollars: number;
}

const million = (count: number) => `${(count / 1e6).toFixed(2)} million`;

/** Requests of an HTTP API with the functions behind them, and their lines in the logs. */
function requests(count: number, { logged }: { readonly logged: boolean }) {
  const { bytes, work } = month;
  const logs = (bytes.accessLine + (logged ? bytes.functionLine : 0)) / 1e9;
  const one = prices.httpRequest + prices.invocation + prices.gigabyteSecond * work.request + prices.logGigabyte * logs;
  return count * one;
}

/** What the tests of the adapters and `npm run bench` hold, in the units of DynamoDB and requests to SQS. */
export const heldUnits: Measured = {
  chat: { writeUnits: 49, readUnits: 5, queueRequests: 2 },
  keptMessageWriteUnits: 3,
  heartbeatWriteUnits: 1,
  leaseWakeUp: { writeUnits: 1, readUnits: 1 },
  changeWriteUnits: 2,
};

/** The sum of a bill. */
export const sumOf = (bill: readonly Position[]): number => bill.reduce((sum, { dollars }) => sum + dollars, 0);

/** The rows of the table in docs/operations.md. */
export const billRows = (bill: readonly Position[]): readonly string[] => [
  ...bill.map(({ what, quantity, dollars }) => `| ${what} | ${quantity || '–'} | ${dollars.toFixed(2)} |`),
  `| **sum** | | **${sumOf(bill).toFixed(2)}** |`,
];

/** What a stage costs in which nothing happens: alarms, the dashboard, polling of three queues, sweeps. */
export function idleBill(alarms = 15): number {
  const polls = 3 * 650_000 - 1e6;
  const sweeps = 43_200;
  return (
    alarms * 0.1 +
    3 +
    polls * prices.queueRequest +
    sweeps * (8 * prices.readUnit + prices.invocation + prices.gigabyteSecond * 0.5 * 0.05)
  );
}

/** The bill of a month. */
export function monthlyBill(units: Measured): readonly Position[] {
  const { agentHours, agents, chats, bytes, work } = month;
  const heartbeats = (agentHours * 3600) / month.heartbeatSeconds;
  const wakeUps = (agentHours * 3600) / month.leaseWakeUpSeconds;
  const changes = agents * 21 * month.changesPerDay;
  const messages = chats * month.messagesPerChat;
  const otherRequests = chats * month.otherRequestsPerChat;
  const chatWrites = chats * (units.chat.writeUnits + month.messagesPerChat * (units.keptMessageWriteUnits - 1));
  const frames = 2 * messages + 2 * chats * month.eventsPerChat.streamable;
  const pings = chats * month.chatMinutes * month.pingsPerMinute;
  const { published, followed, streamable } = month.eventsPerChat;
  const events = chats * published + changes;
  const invokedByEvents = chats * (followed + streamable);
  // Lambda receives and deletes each wake-up that comes alone, besides the request that sends it.
  const queueRequests = 3 * (wakeUps + chats * units.chat.queueRequests);
  const allWakeUps = wakeUps + chats * units.chat.queueRequests;
  return [
    { what: 'what an idle stage costs', quantity: '', dollars: idleBill() },
    {
      what: 'metrics',
      quantity: `${metricNames.length} in ${month.openHours} of 720 hours`,
      dollars: metricNames.length * prices.metric * (month.openHours / 720),
    },
    {
      what: 'heartbeats: requests, functions, logs',
      quantity: million(heartbeats),
      dollars: requests(heartbeats, { logged: false }),
    },
    {
      what: 'heartbeats: write units',
      quantity: million(heartbeats * units.heartbeatWriteUnits),
      dollars: heartbeats * units.heartbeatWriteUnits * prices.writeUnit,
    },
    {
      what: 'leases and timers: wake-ups, their queue, functions, logs',
      quantity: million(allWakeUps),
      dollars:
        queueRequests * prices.queueRequest +
        allWakeUps *
          (prices.invocation + prices.gigabyteSecond * work.wakeUp + (prices.logGigabyte * bytes.functionLine) / 1e9),
    },
    {
      what: 'leases: units of DynamoDB',
      quantity: million(wakeUps * (units.leaseWakeUp.writeUnits + units.leaseWakeUp.readUnits)),
      dollars:
        wakeUps * (units.leaseWakeUp.writeUnits * prices.writeUnit + units.leaseWakeUp.readUnits * prices.readUnit),
    },
    {
      what: "agents' desktops: WebSockets that are open",
      quantity: `${million(agentHours * 60)} minutes`,
      dollars: agentHours * 60 * prices.socketMinute,
    },
    {
      what: 'changes of agents: requests, functions, logs, write units',
      quantity: million(changes),
      dollars: requests(changes, { logged: true }) + changes * units.changeWriteUnits * prices.writeUnit,
    },
    {
      what: 'chats: requests, functions, logs',
      quantity: million(messages + otherRequests),
      dollars: requests(messages, { logged: false }) + requests(otherRequests, { logged: true }),
    },
    {
      what: 'chats: units of DynamoDB, transcripts included',
      quantity: `${million(chatWrites)} written`,
      dollars: chatWrites * prices.writeUnit + chats * units.chat.readUnits * prices.readUnit,
    },
    { what: 'chats: frames to both participants', quantity: million(frames), dollars: frames * prices.socketMessage },
    {
      what: "chats: the stock client's pings and their answers, and its WebSocket",
      quantity: million(2 * pings),
      dollars: 2 * pings * prices.socketMessage + 2 * chats * month.chatMinutes * prices.socketMinute,
    },
    {
      what: 'events: the bus, the audit log, the functions that follow them',
      quantity: million(events),
      dollars:
        events * (prices.busEvent + (prices.logGigabyte * bytes.auditLine) / 1e9) +
        invokedByEvents *
          (prices.invocation + prices.gigabyteSecond * work.event + (prices.logGigabyte * bytes.functionLine) / 1e9) +
        // Whether a supervisor's page watches: nobody does here.
        events * (prices.invocation + prices.gigabyteSecond * work.watched + prices.readUnit),
    },
  ];
}
