import { messageOf, runCommand, UsageFault } from './command.ts';
import { CheckFault } from './connect-check/ask.ts';
import { readOptions, usage } from './connect-check/options.ts';
import { runCheck } from './connect-check/run.ts';
import { SmokeFault } from './smoke/stage-api.ts';

await runCommand({
  usage,
  read: () => readOptions(process.argv.slice(2), process.env),
  run: (options) => runCheck(options, (line) => console.log(line)),
  /** Faults in the check itself keep their stack trace. */
  sentenceOf(error) {
    const isForPeople = error instanceof CheckFault || error instanceof SmokeFault || error instanceof UsageFault;
    if (isForPeople || !(error instanceof Error) || 'code' in error) return messageOf(error);
    return error.stack ?? error.message;
  },
});
