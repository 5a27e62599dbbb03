import { minutes, seconds } from '#core/instant.ts';
import { aPacedCentre } from '../test/connect/paced-centre.ts';
import { atMost, type Figure, listed, type Measure } from './figure.ts';

/** What Lastcall uses of the default quota of PutUserStatus: a second, and at once. */
const share = { perSecond: 1.6, atOnce: 4 };
/** The rest of it, which others use. */
const othersPerSecond = 0.4;
const mostOver = 1.1;

const secondsAllowed = (agents: number) => ((agents - share.atOnce) / share.perSecond) * mostOver;

interface Course {
  readonly agents: number;
  /** Everybody is looked at each 15 seconds, and others use the rest of the quota. */
  readonly isBusy?: boolean;
}

/** Runs a job to its end, and asks for one more agent in the middle of it. Times are virtual, so they are counts. */
async function runJob({ agents, isBusy = false }: Course) {
  const centre = await aPacedCentre();
  const { time, standIn } = centre;
  const users = centre.work(agents);
  const one = centre.work(1, 0, 'one');
  const job = await centre.startJobOf(users);
  const expected = secondsAllowed(agents);
  if (isBusy) {
    for (let at = 0; at < expected; at += 1 / othersPerSecond)
      time.at(time.now() + seconds(at), async () => standIn.quotas.drain('PutUserStatus', 1));
    for (let at = 0; at < expected; at += 15)
      time.at(time.now() + seconds(at), async () => void (await centre.reconcile(centre.instanceId)));
  }
  let single = Number.POSITIVE_INFINITY;
  time.at(time.now() + seconds(expected / 2), async () => {
    const asked = time.now();
    const [row] = await centre.logOut(one);
    if (row?.outcome === 'loggedOut') single = (time.now() - asked) / 1000;
  });
  const took = (await centre.completed(job, seconds(expected) + minutes(60))) / 1000;
  const report = await centre.getLogoutJob(job);
  if (report?.counts.loggedOut !== agents) throw new Error(`Not everybody is out: ${JSON.stringify(report?.counts)}`);
  const requests: Record<string, number> = {};
  for (const { operation } of standIn.calls) requests[operation] = (requests[operation] ?? 0) + 1;
  const throttled = standIn.calls.filter(({ status }) => status === 429).length;
  return { took, single, requests, throttled };
}

/** How long a job of agents of Amazon Connect takes at the quotas of a new account. */
export const measure: Measure = async (progress) => {
  const figures: Figure[] = [];
  for (const course of [{ agents: 500 }, { agents: 500, isBusy: true }, { agents: 5_000 }]) {
    const { agents, isBusy } = course;
    progress(`a job of ${agents} agents`);
    const { took, single, requests, throttled } = await runJob(course);
    const others = isBusy ? ', everybody looked at each 15 s, others at the rest of the quota' : '';
    figures.push(
      atMost(`a job of ${agents} agents${others}`, { value: took, most: secondsAllowed(agents), unit: 's' }),
      atMost('  one agent who is asked for in the middle of it', { value: single, most: 5, unit: 's' }),
      atMost('  throttled requests', { value: throttled, most: 0, unit: 'requests' }),
      { what: '  requests to Amazon Connect, the latest 10 000', measured: listed(requests) },
    );
  }
  return {
    setup: `The stand-in for Amazon Connect with the quotas of a new account, on virtual time: a request takes 50 ms, tables and queue answer at once; two workers at a fair queue, as deployed. Bounds are 10 % above what four fifths of the quota of PutUserStatus allow.`,
    figures,
  };
};
