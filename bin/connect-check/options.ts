import { parseArgs } from 'node:util';
import { inForm, UsageFault } from '../command.ts';
import { urlOfStage } from '../stage-url.ts';
import { type InstanceArn, readInstanceArn } from './instance-arn.ts';

export const usage = `npm run connect:check -- --instance ARN [--user USERNAME [--url URL --yes]] [--endpoint URL]

Looks at an instance of Amazon Connect before Lastcall is deployed for it, and says what will work, what will not, and what to
do about it. It changes nothing, unless --url and --yes say so. Exit status 1 if something will not work.
  --instance ARN   the instance, as amazonConnectArns has it
  --user USERNAME  also says what a forced logout would do to this user now
  --url URL        forces that user out, by a deployed stage: ApiUrl of the service stack. The key for the instance is in the
                   variable LASTCALL_KEY, ID:SECRET with the scope logout:one
  --yes            the user may be forced out
  --endpoint URL   another address of Amazon Connect, such as that of the stand-in
AWS credentials are taken from the environment, as the AWS CLI does; the region is that of the ARN.`;

/** A stage that forces the user out. */
export interface Live {
  readonly url: string;
  readonly key: string;
}

export interface CheckOptions {
  readonly instance: InstanceArn;
  readonly username?: string;
  readonly live?: Live;
  readonly endpoint?: string;
  /** The region that the environment chooses for deployments, if it does. */
  readonly chosenRegion?: string;
}

/** Reads the options. @throws UsageFault for the first that is missing or wrong */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): CheckOptions | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { instance: text, user: text, url: text, endpoint: text, yes: flag, help: flag },
  });
  if (values.help) return undefined;
  const instance = readInstanceArn(values.instance ?? '');
  const { user, url, endpoint } = values;
  if (user !== undefined) inForm('--user', user, /^[^\s\p{Cc}]{1,100}$/u, 'the username of a user of the instance');
  if (url === undefined && values.yes) throw new UsageFault('--yes is for --url, which forces the user out');
  const chosenRegion = environment.AWS_REGION || environment.AWS_DEFAULT_REGION || undefined;
  return {
    instance,
    ...(user !== undefined && { username: user }),
    ...(url !== undefined && { live: liveOf(url, { isMeant: values.yes, user, key: environment.LASTCALL_KEY }) }),
    ...(endpoint !== undefined && {
      endpoint: inForm('--endpoint', endpoint, /^https?:\/\/[^\s/]+/, 'the address of a server'),
    }),
    ...(chosenRegion !== undefined && { chosenRegion }),
  };
}

interface Given {
  readonly isMeant: boolean;
  readonly user: string | undefined;
  readonly key: string | undefined;
}

function liveOf(text: string, { isMeant, user, key }: Given): Live {
  const url = urlOfStage(text);
  if (user === undefined) throw new UsageFault('--url needs --user, the user who is to be forced out');
  if (!isMeant) throw new UsageFault(`--url forces ${user} out for real: add --yes if the user knows about it`);
  // The secret is shown to nobody, not even if it is wrong.
  if (!/^[\w.-]{1,64}:[\x21-\x7e]+$/.test(key ?? '')) {
    throw new UsageFault('The variable LASTCALL_KEY must be a key for the instance, ID:SECRET');
  }
  return { url, key: key ?? '' };
}
