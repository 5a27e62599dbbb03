import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import type { Version } from '../../../local/aws/lambda/versions.ts';
import { compileCache } from '../../app/assembly.ts';
import { anOwnApp, type RunningApp } from '../../app/running-app.ts';
import { previousRelease } from '../../support/previous-release.ts';
import { openAuditTrail } from '../audit-trail.ts';
import { startFarTimer } from './chat-scenes.ts';
import { beginScenes } from './scenes.ts';
import { aStage } from './stage.ts';

const release = previousRelease();
const nameOf = (file: string) => `lastcall-dev-${file}`;
const kept = release.functionsIn(join(compileCache(), '..', 'releases'));
const folders = Object.fromEntries(Object.entries(kept).map(([file, folder]) => [nameOf(file), folder]));

/**
 * The rules are those of this release, and pass the ends of jobs to a function of release 0.1.0 that knows chats only. In a
 * deployment the former function has the former rule, but for the seconds that a return takes (docs/decisions/0046).
 */
const isOfNewerRule = (line: string) => line.includes('event-stream-chat') && /"detail\W.*\WcontactId/s.test(line);

/** Twice as many functions as elsewhere are started, in milliseconds. */
const longest = 60_000;

let app: RunningApp;
let farTimers: (() => Promise<unknown>)[];
beforeAll(async () => {
  app = await anOwnApp({ speed: 60, threadsPerFunction: 1, otherVersion: folders }, isOfNewerRule);
  farTimers = [];
  for (const [version, contactId] of [['assembly', 'far-1'] as const, ['other', 'far-2'] as const]) {
    await app.takeTurns(turnsOf(version));
    farTimers.push(await startFarTimer(await aStage(app, contactId), contactId));
  }
}, longest);

/** Functions that callers and flows begin with. */
const isCalled = (file: string) =>
  /^(http|flow)-/.test(file) && !['http-authorize', 'flow-terminate-agent-session'].includes(file);

/**
 * The functions that are called are of one version, and those that read what these write are of the other one: the
 * authorizer before them, the second action of a flow, and whatever takes messages, wake-ups, events and connections. Functions that send messages to
 * themselves, or to functions of their own kind, take turns.
 */
function turnsOf(called: Version) {
  const reading: Version = called === 'other' ? 'assembly' : 'other';
  const turns = (file: string): readonly Version[] => {
    if (file === 'queue-deliver-stream') return [called];
    if (file === 'queue-logout-work' || file === 'schedule-sweep-wake-ups') return [reading, called];
    return [isCalled(file) ? called : reading];
  };
  return Object.fromEntries(Object.keys(kept).map((file) => [nameOf(file), turns(file)]));
}

test.each([
  ['this release goes on with what the previous one began', 'other', 'assembly', 'upgraded'],
  ['the previous release goes on with what this one began', 'assembly', 'other', 'rolled-back'],
] as const)(
  '%s',
  async (_, begins, goesOn, instanceId) => {
    await app.takeTurns(turnsOf(begins));
    const goOn = await beginScenes(await aStage(app, instanceId));
    await app.takeTurns(turnsOf(goesOn));
    await goOn();
  },
  60_000,
);

test('wake-ups that one release puts into a bucket are sent by the sweeps of both', async () => {
  for (const hasFired of farTimers) await hasFired();
});

test('events are numbered without gaps, whichever release publishes them', async () => {
  const numbers = new Map<string, Set<number>>();
  for (const { instanceId, agentId, contactId, jobId, eventId, sequence, type } of openAuditTrail(app)()) {
    const aggregate = String(eventId).replace(/\/\d+$/, '');
    expect([instanceId, aggregate, type]).toEqual([instanceId, expect.stringContaining(instanceId), type]);
    // A request that is no job is about several agents.
    if (!aggregate.includes('/request/')) expect(agentId ?? contactId ?? jobId).toBeDefined();
    numbers.set(aggregate, (numbers.get(aggregate) ?? new Set()).add(sequence));
  }
  expect(numbers.size).toBeGreaterThan(100);
  for (const [aggregate, seen] of numbers)
    expect([aggregate, [...seen].sort((a, b) => a - b)]).toEqual([aggregate, Array.from(seen, (_, n) => n + 1)]);
});

test('every function has run in both releases, and none has reported a fault', async () => {
  const runs = await app.runs();
  const idle = Object.keys(folders).filter((name) => {
    const { assembly = 0, other = 0 } = runs[name] ?? {};
    return app.app.functions.some((each) => each.name === name) && (assembly === 0 || other === 0);
  });
  expect(idle).toEqual([]);
  const log = readFileSync(join(app.folder, 'logs', 'functions.log'), 'utf8');
  const errors = log.split('\n').filter((line) => line.includes('"level":"ERROR"'));
  // On a busy machine a call may take too long. What one release cannot read of the other is another fault.
  const faults = errors.filter((line) => !/TimeoutError|not done within/.test(line) && !isOfNewerRule(line));
  expect(faults.map((line) => line.slice(0, 500))).toEqual([]);
});
