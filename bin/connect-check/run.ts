import { ConnectClient } from '@aws-sdk/client-connect';
import { makeAsk } from './ask.ts';
import { checkTeams, checkUsers } from './check-agents.ts';
import { checkAgentEvents } from './check-events.ts';
import { checkInstance, checkStatuses } from './check-instance.ts';
import { checkOperations } from './check-operations.ts';
import { checkUser } from './check-user.ts';
import { count, type Finding, lineOf } from './finding.ts';
import { forceOut } from './force-out.ts';
import type { CheckOptions } from './options.ts';
import { quotaFindings } from './pace.ts';

/**
 * Looks at an instance and prints a line for each thing. Resolves with whether all of it will work.
 *
 * @throws CheckFault for what makes every further look useless
 */
export async function runCheck(options: CheckOptions, print: (line: string) => void): Promise<boolean> {
  const { instance, endpoint, chosenRegion, username, live } = options;
  const client = new ConnectClient({
    region: instance.region,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
    ...(endpoint !== undefined && { endpoint }),
  });
  let faults = 0;
  const tell = (findings: readonly Finding[]) => {
    for (const finding of findings) {
      print(lineOf(finding));
      if (finding.verdict === 'fails') faults += 1;
    }
  };
  try {
    const amazon = makeAsk(client, instance);
    tell(await checkInstance(amazon, chosenRegion));
    for (const check of [checkStatuses, checkTeams, checkUsers, checkAgentEvents, checkOperations])
      tell(await check(amazon));
    tell(quotaFindings());
    if (username !== undefined) {
      const { findings, user } = await checkUser(amazon, username);
      tell(findings);
      if (live !== undefined && user !== undefined) tell(await forceOut(amazon, { username, user, live }));
    }
  } finally {
    client.destroy();
  }
  print(faults === 0 ? whatNext(options) : `\n${count(faults, 'thing')} will not work as it is: see above.`);
  return faults === 0;
}

const whatNext = ({ instance, live }: CheckOptions): string =>
  live === undefined
    ? `\nNothing stands in the way of:\n  npx cdk deploy --all --context stage=prod --context amazonConnectArns=${instance.arn}`
    : '\nThe deployed stage drives this instance.';
