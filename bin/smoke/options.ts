import { parseArgs } from 'node:util';

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

/** Options with which nothing can be tested. The message is for the person who gave them. */
export class SmokeUsageFault extends Error {
  override readonly name = 'SmokeUsageFault';
}

/** Reads the options. @throws SmokeUsageFault for the first that is missing or wrong */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): SmokeOptions | 'help' {
  const values = parse(args);
  if (values.help) return 'help';
  const { region, 'flow-function': flowFunction, 'keys-table': tableName } = values;
  const given = values.key ?? (environment.LASTCALL_KEY || undefined);
  const instanceId = values.instance ?? (tableName === undefined ? undefined : 'smoke');
  if (instanceId !== undefined)
    requireForm('--instance', instanceId, /^[\w.-]{1,100}$/, '1 to 100 letters, digits, dots, _ and -');
  if (flowFunction !== undefined && instanceId === undefined)
    throw new SmokeUsageFault('--flow-function needs --instance, the contact centre that the key is for');
  const speed = Number(values.speed);
  if (!(speed > 0 && speed <= 3600))
    throw new SmokeUsageFault(`--speed must be above 0 and at most 3600, got ${values.speed}`);
  return {
    url: urlOf(values.url),
    key: keyOf(values.key, given, tableName),
    waits: !values['no-wait'],
    speed,
    ...(instanceId !== undefined && { instanceId }),
    ...(flowFunction !== undefined && { flowFunction }),
    ...(region !== undefined && { region: requireForm('--region', region, /^[a-z0-9-]{1,30}$/, 'a region of AWS') }),
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
    throw new SmokeUsageFault(
      String(error)
        .split('\n', 1)[0]
        ?.replace(/^\w+ \[\w+\]: /, ''),
    );
  }
}

/** A key and a table exclude each other, but a key in the environment is no mistake beside a table. */
function keyOf(option: string | undefined, given: string | undefined, tableName: string | undefined) {
  if (option !== undefined && tableName !== undefined)
    throw new SmokeUsageFault('Give --key or --keys-table, not both');
  if (tableName !== undefined) {
    requireForm('--keys-table', tableName, /^[\w.-]{3,255}$/, 'the name of a DynamoDB table');
    return { type: 'made', tableName } as const;
  }
  if (given === undefined) throw new SmokeUsageFault('--key or --keys-table is missing');
  // The secret is shown to nobody, not even if it is wrong.
  if (!/^[\w.-]{1,64}:[\x21-\x7e]+$/.test(given)) throw new SmokeUsageFault('--key must be ID:SECRET');
  return { type: 'given', key: given } as const;
}

function requireForm(option: string, value: string, form: RegExp, wanted: string): string {
  if (!form.test(value)) throw new SmokeUsageFault(`${option} must be ${wanted}, got ${value || 'nothing'}`);
  return value;
}

const onThisMachine = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Over plain http a key could be read on the way, so only the local run may have such an address. */
function urlOf(text: string | undefined): string {
  if (text === undefined) throw new SmokeUsageFault('--url is missing');
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new SmokeUsageFault(
      `--url must be an address such as https://abc.execute-api.eu-central-1.amazonaws.com, got ${text || 'nothing'}`,
    );
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new SmokeUsageFault('--url must be an address without user, query or fragment');
  if (url.protocol !== 'https:' && !onThisMachine.has(url.hostname))
    throw new SmokeUsageFault(`--url must begin with https:// unless it is on this machine, got ${text}`);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
