import { claimAgents } from './agents.ts';
import { checkFlowFunction } from './check-flow-function.ts';
import { checkIdleChat } from './check-idle-chat.ts';
import { checkKey, checkRefusedKeys } from './check-key.ts';
import { checkDeferredLogout, checkForcedLogout, checkJob } from './check-logouts.ts';
import type { CleaningUp } from './clean-up.ts';
import type { SmokeOptions } from './options.ts';
import { type StageApi, stageApi } from './stage-api.ts';
import { makeKey } from './temporary-key.ts';

/** How the smoke test is run. */
interface Running {
  readonly print: (line: string) => void;
  readonly cleaning: CleaningUp;
  readonly signal: AbortSignal;
}

/**
 * Does everything that a stage must do, one after the other. What is made is ended by `cleaning`, whose requests do not stop
 * with the signal.
 *
 * @throws SmokeFault for the first thing that is wrong
 */
export async function runSmokeTest(options: SmokeOptions, { print, cleaning, signal }: Running): Promise<void> {
  const { url, speed, waits, flowFunction, instanceId } = options;
  /** Prints what a check has seen. */
  const check = async (name: string, seen: Promise<string>) => print(`ok  ${name}: ${await seen}`);

  const key = options.key.type === 'given' ? options.key.key : await makeKey(options, options.key.tableName, cleaning);
  const api: StageApi = stageApi(url, key, signal);
  const forEnding = stageApi(url, key, new AbortController().signal);
  await check('key', checkKey(api, key));
  await check('refused key', checkRefusedKeys(api, key));
  const agents = await claimAgents({ api, forEnding, cleaning, speed });
  print(`ok  agents: this run uses ${agents.named}`);
  await check('forced logout', checkForcedLogout(agents));
  await check('deferred logout', checkDeferredLogout(agents));
  await check('job', checkJob(agents));
  const chats = { api, forEnding, cleaning, speed };
  if (flowFunction === undefined || instanceId === undefined)
    print('left out  flow function: --flow-function says which');
  else await check('flow function', checkFlowFunction(chats, { ...options, flowFunction, instanceId }));
  if (waits) await check('idle chat', checkIdleChat(chats));
  else print('left out  idle chat: --no-wait');
}
