import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from '@jest/globals';
import { inParallel } from '#core/in-parallel.ts';
import { anAgent, aSession, stored } from '#test/support/agents.ts';
import { agentIds } from '#test/support/logout-jobs.ts';
import { forkApp, type StartedApp } from '../app/app-processes.ts';
import { assemblyFolder, compileCache } from '../app/assembly.ts';
import { aFolder } from '../support/a-folder.ts';
import { eventually } from '../support/eventually.ts';
import { openState } from './app-state.ts';
import { openAuditTrail } from './audit-trail.ts';
import { type Call, makeCall } from './call-api.ts';

const instanceId = 'demo';
/** Three chunks, which a worker takes with rests between them. */
const staff = agentIds(250);
/** Less than the minute after which the wake-up of a job would look, and than the visibility timeout of its messages. */
const atOnceSeconds = 25;

const folder = aFolder();
const programs: ChildProcess[] = [];
afterEach(() => Promise.all(programs.map(kill)));

async function kill(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const exit = once(program, 'exit');
  program.kill('SIGKILL');
  await exit;
}

async function start(): Promise<{ readonly program: ChildProcess; readonly app: StartedApp }> {
  const settings = { assembly: assemblyFolder(), compiled: compileCache(), speed: 1, threadsPerFunction: 1 };
  const { program, started } = forkApp({ ...settings, folder });
  programs.push(program);
  return { program, app: await started };
}

async function resultsOf(call: Call): Promise<readonly { readonly agentId: string; readonly outcome: string }[]> {
  const path = '/v1/force-logouts/1/results?limit=100';
  const pages = [await call('GET', path)];
  for (let last = pages[0]; last.cursor !== undefined; last = pages.at(-1)) {
    pages.push(await call('GET', `${path}&cursor=${last.cursor}`));
  }
  return pages.flatMap((page) => page.results);
}

test('a run that is killed in the middle of a job completes it at once when it is started again', async () => {
  const first = await start();
  const { agents } = openState(first.app);
  const sessionOf = (agentId: string) => aSession({ sessionId: `session of ${agentId}` });
  await inParallel(staff, 20, (agentId) =>
    agents.save(stored(anAgent({ agentId, session: sessionOf(agentId) })), undefined),
  );
  const callFirst = makeCall(first.app);
  await callFirst('POST', '/v1/force-logouts', {
    select: { agentIds: staff },
    timing: 'immediate',
    confirmEveryone: true,
  });
  const inTheMiddle = await eventually(async () => {
    const job = await callFirst('GET', '/v1/force-logouts/1');
    return job.counts.loggedOut > 0 ? job : undefined;
  });
  await kill(first.program);
  expect(inTheMiddle.status).toBe('running');

  const second = await start();
  const call = makeCall(second.app);
  const isCompleted = async () => {
    const job = await call('GET', '/v1/force-logouts/1');
    return job.status === 'completed' ? job : undefined;
  };
  const job = await eventually(isCompleted, atOnceSeconds);
  expect(job.counts).toMatchObject({ matched: staff.length, loggedOut: staff.length });
  const results = await resultsOf(call);
  expect(results.map(({ agentId, outcome }) => `${agentId} ${outcome}`).sort()).toEqual(
    staff.map((agentId) => `${agentId} loggedOut`).sort(),
  );

  const signedOut = await eventually(() => {
    const events = openAuditTrail(second.app)().filter(({ type }) => type === 'AgentSignedOut');
    const ids = new Set(events.map(({ eventId }) => eventId));
    return ids.size >= staff.length ? ids : undefined;
  });
  // Events may be delivered twice, with the same id. Each session has ended once.
  expect([...signedOut].sort()).toEqual(staff.map((agentId) => `${instanceId}/agent/${agentId}/1`).sort());
}, 90_000);
