import { parseArgs } from 'node:util';
import { inForm, UsageFault } from '../command.ts';
import { urlOfStage } from '../stage-url.ts';

export const usage = `npm run smoke -- --url URL (--key ID:SECRET | --keys-table TABLE)

Does what a deployed stage must do, as a caller sees it, prints a line for each, and cleans up. Exit status 1 and a sentence
for the first thing that is wrong.
  --url URL              the HTTP API, as the output ApiUrl of the service stack has it
  --key ID:SECRET        an API key, better in the variable LASTCALL_KEY: options are shown in logs; it needs the scopes
                         sessions:read, sessions:write, logout:bulk, chats:write and timers:configure
  --keys-table TABLE     makes a key for this run in the keys table, the output KeysTableName, and revokes it at the end
  --instance ID          the contact centre of the key (default with --keys-table: smoke)
  --flow-function NAME   invokes lastcall-{stage}-flow-set-chat-timeouts too, by Lambda's API; with --key it needs --instance
  --region REGION        where the function and the keys table are (default: as for the AWS CLI)
  --no-wait              leaves out the chat that goes idle, which takes two minutes
  --speed N              a minute of the stage lasts 60/N seconds; for the local run (default 1)
AWS credentials and endpoints are taken from the environment, as the AWS CLI does.`;

/** What the smoke test runs against, and with what. */
export interface SmokeOptions {
  /** Without a slash at the end. */
  readonly url: string;
  readonly key:
    | { readonly type: 'given'; readonly key: string }
    | { readonly type: 'made'; readonly tableName: string };
  /** The contact centre of the key, if it is known. */
  readonly instanceId?: string;
  readonly flowFunction?: string;
  readonly region?: string;
  /** Whether the smoke test waits for two minutes, for a chat to become idle. */
  readonly waits: boolean;
  readonly speed: number;
}

/** Reads the options. @throws UsageFault for the first that is missing or wrong */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): SmokeOptions | 'help' {
  const values = parse(args);
  if (values.help) return 'help';
  const { region, 'flow-function': flowFunction, 'keys-table': tableName } = values;
  const given = values.key ?? (environment.LASTCALL_KEY || undefined);
  const instanceId = values.instance ?? (tableName === undefined ? undefined : 'smoke');
  if (instanceId !== undefined)
    inForm('--instance', instanceId, /^[\w.-]{1,100}$/, '1 to 100 letters, digits, dots, _ and -');
  if (flowFunction !== undefined && instanceId === undefined)
    throw new UsageFault('--flow-function needs --instance, the contact centre that the key is for');
  const speed = Number(values.speed);
  if (!(speed > 0 && speed <= 3600))
    throw new UsageFault(`--speed must be above 0 and at most 3600, got ${values.speed}`);
  return {
    url: urlOfStage(values.url),
    key: keyOf(values.key, given, tableName),
    waits: !values['no-wait'],
    speed,
    ...(instanceId !== undefined && { instanceId }),
    ...(flowFunction !== undefined && { flowFunction }),
    ...(region !== undefined && { region: inForm('--region', region, /^[a-z0-9-]{1,30}$/, 'a region of AWS') }),
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...{ url: text, key: text, 'keys-table': text, instance: text, 'flow-function': text, region: text },
        ...{ 'no-wait': flag, help: flag, speed: { type: 'string', default: '1' } },
      },
    }).values;
  } catch (error) {
    // `TypeError [ERR_…]: ` is for programs.
    throw new UsageFault(
      String(error)
        .split('\n', 1)[0]
        ?.replace(/^\w+ \[\w+\]: /, ''),
    );
  }
}

/** A key and a table exclude each other, but a key in the environment is no mistake beside a table. */
function keyOf(option: string | undefined, given: string | undefined, tableName: string | undefined) {
  if (option !== undefined && tableName !== undefined) throw new UsageFault('Give --key or --keys-table, not both');
  if (tableName !== undefined) {
    inForm('--keys-table', tableName, /^[\w.-]{3,255}$/, 'the name of a DynamoDB table');
    return { type: 'made', tableName } as const;
  }
  if (given === undefined) throw new UsageFault('--key or --keys-table is missing');
  // The secret is shown to nobody, not even if it is wrong.
  if (!/^[\w.-]{1,64}:[\x21-\x7e]+$/.test(given)) throw new UsageFault('--key must be ID:SECRET');
  return { type: 'given', key: given } as const;
}
