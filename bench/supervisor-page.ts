import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { seconds } from '#core/instant.ts';
import type { Call } from '#test/local/call-api.ts';
import { aSupervisorPage } from '#test/local/supervisor-page.ts';
import { readSeed } from '../local/seed.ts';
import { startLocal } from '../local/start-local.ts';
import { atMost, type Measure, median, percentile } from './figure.ts';

const agents = 1_000;
const pages = 2;
const changes = 300;
const changesPerSecond = 10;

const teamIds = ['floor'];
const everybody = Array.from({ length: agents }, (_, n) => ({
  agentId: String(1_001 + n),
  name: 'Ann',
  email: 'ann@example.com',
  agentNumber: String(n),
  teamIds,
  session: { status: 'Available', statusType: 'ROUTABLE' as const, ipAddress: `10.0.${n >> 8}.${n & 255}` },
}));

/** How long after a change of an agent was asked for supervisors' pages are shown it, and in how many messages. */
export const measure: Measure = async (progress) => {
  const folder = mkdtempSync(join(tmpdir(), 'lastcall-bench-'));
  const seed = { instances: readSeed().instances.map((demo) => ({ ...demo, agents: everybody })) };
  const run = await startLocal({ port: 0, folder, seed, log: () => undefined });
  try {
    const call = callTo(run);
    const watching = await Promise.all(Array.from({ length: pages }, () => aPage(call)));
    await change(call, 0, 'warm');
    await wait(seconds(5));
    for (const { shownAt } of watching) shownAt.clear();

    progress(`${changes} changes, ${changesPerSecond} a second`);
    const begun = performance.now();
    const askedAt = new Map<string, number>();
    const asked: Promise<unknown>[] = [];
    for (let n = 0; n < changes; n += 1) {
      await wait(Math.max(0, begun + (n * seconds(1)) / changesPerSecond - performance.now()));
      askedAt.set(`change ${n}`, performance.now());
      asked.push(change(call, n, `change ${n}`));
    }
    await Promise.all(asked);
    await wait(seconds(5));

    const lateness = watching.flatMap(({ shownAt }) =>
      [...askedAt].flatMap(([status, at]) => (shownAt.get(status) ?? []).slice(0, 1).map((shown) => shown - at)),
    );
    const messages = watching.flatMap(({ shownAt }) =>
      [...askedAt.keys()].map((each) => shownAt.get(each)?.length ?? 0),
    );
    return {
      setup: `${agents} agents who are signed in, ${pages} pages of a key that sees all teams, the local run at real speed. ${changes} changes of status by PATCH, ${changesPerSecond} a second.`,
      figures: [
        atMost('shown after the request was sent, p99', {
          value: percentile(lateness, 0.99),
          most: 1_000,
          unit: 'ms',
          of: 'time',
        }),
        { what: '  median', measured: `${Math.round(median(lateness))} ms` },
        { what: '  the latest', measured: `${Math.round(Math.max(...lateness))} ms` },
        atMost('changes that a page was not shown', {
          value: messages.filter((n) => n === 0).length,
          most: 0,
          unit: 'changes',
        }),
        atMost('messages for a change and page, the most', { value: Math.max(...messages), most: 1, unit: 'messages' }),
      ],
    };
  } finally {
    await run.stop();
    rmSync(folder, { recursive: true });
  }
};

const callTo =
  ({ url }: { readonly url: string }): Call =>
  async (method, path, body) => {
    const headers = { authorization: `Basic ${btoa('demo:demo-secret')}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}`);
    return response.json();
  };

const change = (call: Call, n: number, status: string) =>
  call('PATCH', `/v1/agents/${1_001 + (n % agents)}/session`, { status, statusType: 'CUSTOM' });

/** A page, with when it was shown each status, once for each frame. */
async function aPage(call: Call) {
  const { socket } = await aSupervisorPage(call);
  const shownAt = new Map<string, number[]>();
  socket.onFrame((frame) => {
    const { changes = [] } = JSON.parse(frame).content;
    for (const { event } of changes)
      shownAt.set(event.status, [...(shownAt.get(event.status) ?? []), performance.now()]);
  });
  return { shownAt };
}
