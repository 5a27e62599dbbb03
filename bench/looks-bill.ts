import { type Position, prices } from './monthly-bill.ts';

/** A month in which the agents of an instance of Amazon Connect are looked at. What is not measured is assumed here. */
interface Looks {
  readonly agents: number;
  readonly pollSeconds: number;
}

const days = 30;
const hoursAtWork = 21 * 8;
/** Calls of Amazon Connect take some 200 ms each; a function waits for them with 1 GB of memory. */
const secondsOfACall = 0.2;
const agentsOfACall = 100;
/** A line of a function, with what CloudWatch adds to it. */
const lineGigabytes = 380 / 1e9;

/**
 * What it costs to look at everybody, day and night. The agents who are shown are read by the hundred, strongly, each from an
 * item of up to 4 KB, and found once in the index; who has not changed is not written.
 */
export function looksBill({ agents, pollSeconds }: Looks): readonly Position[] {
  const looks = (days * 86_400) / pollSeconds;
  const atWork = (hoursAtWork * 3_600) / pollSeconds;
  const calls = Math.max(1, Math.ceil(agents / agentsOfACall));
  const seconds = (looks + atWork * (calls - 1)) * secondsOfACall;
  const reads = atWork * agents * 1.05;
  return [
    {
      what: 'functions, their queue and their logs',
      quantity: `${looks} looks`,
      dollars:
        looks * (prices.invocation + 3 * prices.queueRequest + prices.logGigabyte * lineGigabytes) +
        seconds * prices.gigabyteSecond,
    },
    {
      what: 'the buckets of quotas: write units',
      quantity: String(looks + atWork * (calls - 1)),
      dollars: (looks + atWork * (calls - 1)) * prices.writeUnit,
    },
    {
      what: 'agents who are at work: read units',
      quantity: `${(reads / 1e6).toFixed(2)} million`,
      dollars: reads * prices.readUnit,
    },
  ];
}
