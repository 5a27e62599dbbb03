import { parseArgs } from 'node:util';
import { reconciledDay } from '#test/connect/a-day-of-events.ts';
import { noCalls, playCalls } from './foreign-calls/play-calls.ts';
import { runChats } from './run-chats.ts';
import { noMishaps } from './whole-centre/mishaps.ts';
import { runCentre } from './whole-centre/run-centre.ts';

const usage = `npm run simulate -- [--hours 0.05] [--seed 1] [--runs N]
  Simulates whole contact centres one after another, each with the next seed, until the time is over or N have run.
npm run simulate -- --chats 200000 [--seed 1]
  Simulates so many chats.
npm run simulate -- --agents 1000 [--seed 1]
  Simulates a day of agent events of so many agents, shuffled within five minutes, one in a hundred doubled and as many lost.
npm run simulate -- --calls 100000 [--seed 1]
  Sends so many calls to all operations with ids and tokens of other instances and teams, and looks whether any is answered with
  something of theirs.
`;

const { values } = parseArgs({
  options: {
    hours: { type: 'string', default: '0.05' },
    runs: { type: 'string', default: 'Infinity' },
    chats: { type: 'string' },
    agents: { type: 'string' },
    calls: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const given = [values.hours, values.seed, values.runs, values.chats ?? 1, values.agents ?? 1, values.calls ?? 1];
const [hours, seed, runs, chats, agents, calls] = given.map(Number);
const isMissing = !hours || !runs || !chats || !agents || !calls;
if (isMissing || hours < 0 || runs < 1 || chats < 1 || calls < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write(usage);
  process.exit(1);
}

const print = (line: string) => process.stdout.write(`${line}\n`);

async function simulateCentres(first: number): Promise<void> {
  const counts = noMishaps();
  const end = performance.now() + Number(hours) * 3_600_000;
  let done = 0;
  try {
    for (; done < Number(runs) && performance.now() < end; done += 1) await runCentre(first + done, counts);
  } finally {
    const mishaps = [...counts.mishaps.values()].reduce((sum, count) => sum + count, 0);
    print(`${done} contact centres kept the rules, from seed ${first}`);
    print(`${counts.calls} calls of ports, ${mishaps} mishaps:`);
    for (const [mishap, count] of counts.mishaps) print(`  ${mishap} ${count}`);
  }
}

const callsOfCentre = 500;

async function callEverything(first: number, most: number): Promise<void> {
  const tally = noCalls();
  for (let n = 0; tally.calls < most; n += 1) {
    await playCalls({ seed: first + n, calls: Math.min(callsOfCentre, most - tally.calls) }, tally);
  }
  const successes = [...tally.byOperation.values()].reduce((sum, each) => sum + each.successes, 0);
  print(
    `${tally.calls} calls of ${tally.byOperation.size} operations, ${successes} of them with success, from seed ${first}`,
  );
  print(
    'None was answered with anything of another instance or team, or with a status that the document does not name',
  );
}

try {
  if (values.calls !== undefined) await callEverything(Number(seed), calls);
  else if (values.agents !== undefined) {
    const day = await reconciledDay({ agents, hours: 24, seed: Number(seed) });
    const { delivered, lost, before, mended, differences } = day;
    if (differences.length > 0) throw new Error(`Different after a day of seed ${seed}:\n${differences.join('\n')}`);
    print(`${delivered} events of ${agents} agents, and ${lost} more lost at the end of the day, from seed ${seed}`);
    print(`${before} were different before everybody was looked at; ${mended} were mended, and none is different`);
  } else if (values.chats === undefined) await simulateCentres(Number(seed));
  else {
    await runChats({ chats, seed: Number(seed) });
    print(`${chats} chats kept the rules, from seed ${seed}`);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
