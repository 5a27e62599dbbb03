import { UsageFault } from './command.ts';
import { cleanUp } from './smoke/clean-up.ts';
import { readOptions, usage } from './smoke/options.ts';
import { runSmokeTest } from './smoke/run.ts';
import { SmokeFault } from './smoke/stage-api.ts';

/** A line for each thing that was seen. A second interruption ends the process at once, without cleaning up. */
const print = (line: string) => console.log(line);
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort());

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const options = readOptions(process.argv.slice(2), process.env);
    if (options === 'help') {
      print(usage);
      return 0;
    }
    const cleaning = cleanUp();
    const fault = await runSmokeTest(options, { print, cleaning, signal: interruption.signal }).then(
      () => undefined,
      (error: unknown) => (interruption.signal.aborted ? 'Interrupted' : sentenceOf(error)),
    );
    const left = await cleaning.run();
    for (const each of left) console.error(`NOT CLEANED UP  ${each}`);
    if (fault !== undefined) console.error(`FAILED  ${fault}`);
    else if (left.length === 0) print('ok  everything that the smoke test made has ended');
    return fault === undefined && left.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UsageFault)) throw error;
    console.error(`${error.message}\nnpm run smoke -- --help says what there is`);
    return 1;
  }
}

/** What a person reads. Faults in the smoke test itself keep their stack trace. */
function sentenceOf(error: unknown): string {
  if (error instanceof SmokeFault) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
