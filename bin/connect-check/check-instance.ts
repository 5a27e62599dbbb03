import { DescribeInstanceCommand, ListAgentStatusesCommand } from '@aws-sdk/client-connect';
import { type Amazon, askPages, CheckFault } from './ask.ts';
import { count, type Finding, listOf } from './finding.ts';

/** Whether the instance is there, and is the one that the ARN names. @throws CheckFault if there is none */
export async function checkInstance({ client, instance, ask }: Amazon, chosenRegion?: string): Promise<Finding[]> {
  const { arn, region, account, instanceId } = instance;
  const about = 'instance';
  const elsewhere: Finding[] =
    chosenRegion === undefined || chosenRegion === region
      ? []
      : [
          {
            verdict: 'fails',
            about: 'region',
            sentence: `the instance is in ${region}, and AWS_REGION says ${chosenRegion}; Lastcall has to be deployed in ${region}, so set AWS_REGION=${region}`,
          },
        ];
  const asked = await ask('DescribeInstance', () =>
    client.send(new DescribeInstanceCommand({ InstanceId: instanceId })),
  );
  if (asked.type === 'unknown') {
    throw new CheckFault(
      `There is no instance ${instanceId} in ${region} in the account of these credentials: check the ARN and the AWS profile`,
    );
  }
  if (asked.type !== 'answer') return [...elsewhere, { verdict: 'fails', about, sentence: asked.sentence }];
  const { Arn: found = arn, InstanceAlias: alias = instanceId, InstanceStatus: status } = asked.answer.Instance ?? {};
  if (found !== arn) {
    const sentence = `the ARN names account ${account} in ${region}, and the instance is ${found}; use that ARN, in its own account`;
    return [...elsewhere, { verdict: 'fails', about, sentence }];
  }
  if (status !== 'ACTIVE') {
    const sentence = `${alias} is not active (${status}); wait until it is, or create it again`;
    return [...elsewhere, { verdict: 'fails', about, sentence }];
  }
  return [...elsewhere, { verdict: 'works', about, sentence: `${alias} is there, in account ${account} in ${region}` }];
}

/** Whether there is a status that takes agents out. */
export async function checkStatuses(amazon: Amazon): Promise<Finding[]> {
  const { client, instance } = amazon;
  const asked = await askPages(amazon, 'ListAgentStatuses', async (NextToken) => {
    const page = await client.send(
      new ListAgentStatusesCommand({ InstanceId: instance.instanceId, MaxResults: 1000, NextToken }),
    );
    return { items: page.AgentStatusSummaryList ?? [], NextToken: page.NextToken };
  });
  const about = 'Offline status';
  if (asked.type !== 'answer') return [{ verdict: 'fails', about, sentence: asked.sentence }];
  const named = (type: string) =>
    asked.answer.items.flatMap(({ Name, Type }) => (Type === type && Name ? [`"${Name}"`] : []));
  const [offline] = named('OFFLINE');
  if (offline === undefined) {
    const sentence =
      'there is no agent status of the type OFFLINE, so nobody can be forced out; every instance is created with one, so ask AWS Support to bring it back';
    return [{ verdict: 'fails', about, sentence }];
  }
  const custom = named('CUSTOM');
  const others =
    custom.length > 0
      ? `; ${count(custom.length, 'custom status').replace(/statuss$/, 'statuses')}: ${listOf(custom)}`
      : '';
  const sentence = `agents who are forced out are set to ${offline}. It is found by its type, because names can be changed and translated${others}`;
  return [{ verdict: 'works', about, sentence }];
}
