import { DescribeContactCommand } from '@aws-sdk/client-connect';
import type { Amazon } from './ask.ts';
import { type Finding, listOf } from './finding.ts';

/** No contact has this id. */
const nothing = '00000000-0000-4000-8000-000000000000';

/** The operations that a deployment grants to its functions (lib/amazon-connect.ts). */
export const operationsOfLastcall: readonly string[] = [
  'GetCurrentUserData',
  'ListAgentStatuses',
  'ListRoutingProfiles',
  'ListUsers',
  'SearchUsers',
  'SearchUserHierarchyGroups',
  'DescribeContact',
  'PutUserStatus',
  'DismissUserContact',
  'StopContact',
  'CreateNotification',
  'UpdateParticipantRoleConfig',
];

/**
 * Which of the operations that Lastcall calls these credentials may use, after the other checks. Lastcall's functions have
 * roles of their own, which the deployment makes: what is denied here and allowed there is denied by a policy above both.
 */
export async function checkOperations(amazon: Amazon): Promise<Finding[]> {
  const { client, instance, ask, allowed, denied } = amazon;
  const described = await ask('DescribeContact', () =>
    client.send(new DescribeContactCommand({ InstanceId: instance.instanceId, ContactId: nothing })),
  );
  const about = 'permissions';
  const findings: Finding[] = [];
  const may = operationsOfLastcall.filter((operation) => allowed.has(operation));
  if (may.length > 0)
    findings.push({ verdict: 'works', about, sentence: `these credentials may use ${may.join(', ')}` });
  if (described.type === 'denied') findings.push({ verdict: 'fails', about, sentence: described.sentence });
  const untried = operationsOfLastcall.filter((operation) => !allowed.has(operation) && !denied.has(operation));
  findings.push({
    verdict: 'notTried',
    about,
    sentence: `${listOf(untried)}, which change something or are for the deployment alone; it grants each to the functions that need it, for this instance only`,
  });
  return findings;
}
