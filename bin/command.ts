/** Options with which a command cannot run. The message is for the person who gave them. */
export class UsageFault extends Error {
  override readonly name = 'UsageFault';
}

/** A command of operators. */
interface Command<Options> {
  readonly usage: string;
  /** Reads the options of the command line; none if help is wanted. @throws UsageFault for the first that is wrong */
  readonly read: () => Options | undefined;
  /** Does it. Resolves with whether all of it was done. */
  readonly run: (options: Options) => Promise<boolean>;
  /** What a person reads of an error. @default - its message */
  readonly sentenceOf?: (error: unknown) => string;
}

/**
 * Runs a command. Its exit status is 1 if something was left undone or went wrong. A fault is a sentence without a stack
 * trace, and after one in the options follows what the options are.
 */
export async function runCommand<Options>({ usage, read, run, sentenceOf = messageOf }: Command<Options>) {
  try {
    const options = read();
    if (options === undefined) {
      console.log(usage);
    } else if (!(await run(options))) {
      process.exitCode = 1;
    }
  } catch (error) {
    console.error(sentenceOf(error));
    if (isUsage(error)) console.error(`\n${usage}`);
    process.exitCode = 1;
  }
}

/** The message of an error, or the error itself if it is none. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** `parseArgs` throws a TypeError with a code for options that it does not know. */
const isUsage = (error: unknown): boolean =>
  error instanceof UsageFault ||
  (error instanceof TypeError && 'code' in error && /^ERR_PARSE_ARGS/.test(String(error.code)));

/** The value of an option that has to have a form. @throws UsageFault if it has not */
export function inForm(option: string, value: string | undefined, form: RegExp, wanted: string): string {
  if (value === undefined || !form.test(value)) {
    throw new UsageFault(`${option} must be ${wanted}, got ${value || 'nothing'}`);
  }
  return value;
}

/** The value of `--stage`. @throws UsageFault if it cannot be a stage */
export const stageNamed = (value: string): string =>
  inForm('--stage', value, /^[a-z][a-z0-9-]{0,19}$/, 'the name of a stage, such as prod');
