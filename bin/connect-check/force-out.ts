import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { SmokeFault, stageApi, within } from '../smoke/stage-api.ts';
import type { Amazon } from './ask.ts';
import { type FoundUser, liveContactsOf, lookAt } from './check-user.ts';
import type { Finding } from './finding.ts';
import type { Live } from './options.ts';

const answered = z.object({ results: z.array(z.object({ outcome: z.string() })) });

/** Amazon Connect may show a change so late. */
const longestLagSeconds = 30;

/** The stage has the same two calls a second. */
const pauseMillis = 2_000;

/** The outcomes of somebody whom the stage does not see there. */
const notThere = ['unknownAgent', 'alreadySignedOut'];

/**
 * Has a deployed stage force a user out, and looks in Amazon Connect itself whether it has. Nobody else is signed out, and
 * the user stays offline.
 */
export async function forceOut(
  amazon: Amazon,
  { username, user, live }: { readonly username: string; readonly user: FoundUser; readonly live: Live },
): Promise<Finding[]> {
  const about = `forcing ${username} out`;
  const failed = (sentence: string): Finding[] => [{ verdict: 'fails', about, sentence }];
  if (user.shown === undefined) {
    return failed(`nothing was done: sign in as ${username} at the control panel, choose Available, and check again`);
  }
  if (liveContactsOf(user.shown).length > 0)
    return failed(`nothing was done: ${username} has a contact; check again after it`);

  const { signal } = new AbortController();
  const api = stageApi(live.url, live.key, signal);
  let outcome = 'unknownAgent';
  // Agents of an instance have the ids of its users, or their usernames.
  for (const agentId of [user.id, username]) {
    if (!notThere.includes(outcome)) break;
    const body = { select: { agentIds: [agentId] }, timing: 'afterContact', reason: 'connect:check' };
    try {
      const answer = await api.call('POST', '/v1/force-logouts', answered, { body });
      outcome = answer.results[0]?.outcome ?? 'no result';
    } catch (error) {
      if (!(error instanceof SmokeFault)) throw error;
      return failed(
        `${error.message}. --url is the output ApiUrl, without a path, and LASTCALL_KEY is keyId:secret of a key of that stage`,
      );
    }
  }
  const { instanceId } = amazon.instance;
  if (notThere.includes(outcome)) {
    return failed(
      `${live.url} does not see this user (${outcome}); the key has to be made with --instance ${instanceId}, and amazonConnectArns of the stage has to name ${amazon.instance.arn}`,
    );
  }
  if (outcome === 'failed') return failed('the stage could not do it; the log of its function http-logouts says why');
  await within(longestLagSeconds, { what: `Amazon Connect did not show ${username} offline`, signal }, async () => {
    const seen = await lookAt(amazon, user.id);
    if (seen.type === 'answer' && seen.answer === undefined) return true;
    await wait(pauseMillis, undefined, { signal });
    return undefined;
  });
  const sentence = `the stage answered ${outcome}, and Amazon Connect shows the change. ${username} stays offline until choosing another status at the control panel`;
  return [{ verdict: 'works', about, sentence }];
}
