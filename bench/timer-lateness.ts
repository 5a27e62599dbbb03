import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { allFulfilled, inParallel } from '#core/in-parallel.ts';
import { minutes, seconds } from '#core/instant.ts';
import type { LocalRun } from '../local/aws/start-app.ts';
import { readSeed } from '../local/seed.ts';
import { startLocal } from '../local/start-local.ts';
import { atMost, type Figure, type Measure, type Measurement, median, percentile, short } from './figure.ts';
import { readIdleTimers } from './idle-timers.ts';
import { openTimedChat } from './timed-chat.ts';

const chatCount = 500;
/** How long one may be late before it is given up. */
const patience = seconds(20);

const sweepLine = z.object({ WakeUpsSent: z.number() });

type Lengths = readonly [number, ...number[]];

/** Lateness of timers that are short enough for the queue, as most are. */
export const measure: Measure = (progress) => measureLateness([2, 3], progress);

/** Lateness of timers of which half are so long that they wait in buckets for a sweep. */
export const measureSwept: Measure = (progress) => measureLateness([2, 16], progress);

/** Lateness of 500 timers that come due within one minute, in the local run as people start it, at real speed. */
async function measureLateness(idleMinutes: Lengths, progress: (line: string) => void): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'lastcall-bench-'));
  const complaints: string[] = [];
  const run = await startLocal({ port: 0, folder, firstSeed: readSeed(), log: (line) => complaints.push(line) });
  try {
    const begun = Date.now() + seconds(1);
    const chats = plan(begun, idleMinutes);
    progress(`opening ${chatCount} chats`);
    const opened = await inParallel(chats, 8, async ({ opensAt, ...chat }) => {
      await until(opensAt);
      await openTimedChat(run.url, chat);
    });
    allFulfilled(opened, 'chats');
    progress('waiting for their timers');
    await until(begun + minutes(Math.max(...idleMinutes) + 1) + seconds(2));
    const end = Date.now() + patience;
    while (readIdleTimers(auditLog(run, folder)).wentIdle < chatCount && Date.now() < end) await wait(500);
  } finally {
    await run.stop();
  }
  const { timers, wentIdle, repeated } = readIdleTimers(auditLog(run, folder));
  const sweeps = readFileSync(join(folder, 'logs', 'functions.log'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"message":"scheduled"'))
    .map((line) => sweepLine.parse(JSON.parse(line.slice(line.indexOf('{')))).WakeUpsSent);
  rmSync(folder, { recursive: true });

  const all = timers.map(({ lateness }) => lateness);
  return {
    setup: `${chatCount} chats through the HTTP API of a local run at real speed; the customer's idle timer, ${idleMinutes.join(' or ')} minutes from the agent's joining, comes due spread over one minute.`,
    figures: [
      atMost('timers that did not fire', { value: chatCount - wentIdle, most: 0, unit: 'timers' }),
      atMost('fired early', { value: all.filter((late) => late < 0).length, most: 0, unit: 'timers' }),
      atMost('fired more than once', { value: repeated, most: 0, unit: 'timers' }),
      atMost('lateness at the 99th percentile', { value: percentile(all, 0.99), most: 1000, unit: 'ms', of: 'time' }),
      { what: '  median, latest', measured: `${short(median(all))} ms, ${short(Math.max(...all))} ms` },
      ...idleMinutes.map((length): Figure => {
        const some = timers.filter((timer) => timer.idleMinutes === length).map(({ lateness }) => lateness);
        return {
          what: `  of the ${some.length} of ${length} minutes: median, 99th percentile, latest`,
          measured: [median(some), percentile(some, 0.99), Math.max(...some)].map((ms) => `${short(ms)} ms`).join(', '),
        };
      }),
      { what: 'wake-ups that went by the sweep', measured: `${sum(sweeps)} in ${sweeps.length} sweeps` },
      {
        what: 'what the local run complained of',
        measured: `${complaints.length} lines ${complaints[0] ?? ''}`.trim(),
      },
    ],
  };
}

/** The longer a timer, the earlier its chat opens: all come due in the same minute, evenly, long and short in turns. */
const plan = (begun: number, idleMinutes: Lengths) =>
  Array.from({ length: chatCount }, (_, n) => {
    const length = idleMinutes[n % idleMinutes.length] ?? idleMinutes[0];
    const dueAt = begun + minutes(Math.max(...idleMinutes)) + (n * minutes(1)) / chatCount;
    // A queue delays by whole seconds, so lateness depends on the fraction of one between start and joining: all occur.
    const joinsAfter = (n * 370) % seconds(1);
    return { contactId: `chat-${n}`, idleMinutes: length, joinsAfter, opensAt: dueAt - minutes(length) - joinsAfter };
  }).toSorted((a, b) => a.opensAt - b.opensAt);

const until = (instant: number) => wait(Math.max(0, instant - Date.now()));

/** The file that stands for the log group which keeps every event of the bus. */
function auditLog({ app }: LocalRun, folder: string): string {
  const [target] = app.rules.flatMap(({ targets }) => targets.filter(({ type }) => type === 'logGroup'));
  if (target?.type !== 'logGroup') throw new Error('The app keeps no audit log');
  return join(folder, 'logs', `${target.logGroupName}.log`);
}

const sum = (counts: readonly number[]) => counts.reduce((total, n) => total + n, 0);
