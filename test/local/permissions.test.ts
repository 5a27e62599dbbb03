import { expect, test } from '@jest/globals';
import type { PermissionUse } from '../../local/aws/permissions/access-control.ts';
import { appliesTo, type FunctionRole } from '../../local/aws/permissions/policies.ts';
import { anOwnApp } from '../app/running-app.ts';
import { driveWholeApp, manyAgents } from './whole-app.ts';

/** Grants that are not used when the whole app is driven, each with the reason for it. */
const neededElsewhere: readonly { readonly grant: RegExp; readonly reason: string }[] = [
  {
    grant: / logs:(CreateLogStream|PutLogEvents) /,
    reason: 'Lambda writes the log of a function with its role; here the log is a file.',
  },
  {
    grant: /^queue-\S+ sqs:(ChangeMessageVisibility|GetQueueAttributes|GetQueueUrl) /,
    reason: 'The CDK grants it to every consumer of a queue, and Lambda requires some of it to create a mapping.',
  },
  {
    grant: /^queue-logout-work sqs:SendMessage \S+WakeUpQueue/,
    reason: 'A wake-up guards what the last delivery of a chunk has saved and not yet published.',
  },
  {
    grant:
      /^(event-agent-chats|http-chats|http-participants|socket-client|flow-set-chat-timeouts) dynamodb:(PutItem|UpdateItem) \S+WakeUps/,
    reason: 'Any change of a chat may have to set a wake-up that waits for a sweep, when the one set before is past.',
  },
  {
    grant: /^http-logouts dynamodb:(PutItem|UpdateItem) \S+WakeUps/,
    reason: 'Who changes a schedule whose occurrence has begun completes it, and sets the wake-up of the next one.',
  },
  {
    grant: /^socket-client (events:PutEvents|dynamodb:UpdateItem|sqs:SendMessage) /,
    reason: 'It changes agents and chats like all other functions, but without an event to publish.',
  },
  {
    grant: /^http-desktops dynamodb:UpdateItem \S+Limits/,
    reason: 'A function that refuses many forged tokens within seconds leaves a mark.',
  },
  {
    grant: /^event-(stream-chat|agent-chats|audit|supervisors) sqs:SendMessage \S+Unqueued/,
    reason: 'Lambda sends there, with the role of the function, the events whose attempts have all failed.',
  },
];

test('each function of the app may do what it does, and nothing else', async () => {
  // A virtual minute is a second, so that wake-ups fire during the test.
  const app = await anOwnApp({ speed: 60, seed: manyAgents, threadsPerFunction: 1, indexLag: 100 });
  // A denial makes the drive fail. The log names it.
  const failure = await driveWholeApp(app).catch(String);
  expect([...app.failures(), failure]).toEqual([undefined]);
  const uses = await app.usedPermissions();
  expect(uses.filter(({ allowed }) => !allowed)).toEqual([]);

  const unused = app.app.roles.flatMap((role) => unusedGrants(role, uses));
  const isNeeded = (unusedGrant: string) => neededElsewhere.some(({ grant }) => grant.test(unusedGrant));
  expect(unused.filter((grant) => !isNeeded(grant))).toEqual([]);
  expect(neededElsewhere.filter(({ grant }) => !unused.some((text) => grant.test(text)))).toEqual([]);
}, 300_000);

/** `queue-wake-up sqs:SendMessage …WakeUpQueue…`: each action on each resource that a role allows and the function does not use. */
function unusedGrants({ functionName, statements }: FunctionRole, uses: readonly PermissionUse[]): string[] {
  const own = uses.filter((use) => use.functionName === functionName);
  return statements
    .flatMap(({ actions, resources }) =>
      actions.flatMap((action) => resources.map((resource) => ({ action, resource }))),
    )
    .filter(({ action, resource }) => !own.some((use) => appliesTo({ actions: [action], resources: [resource] }, use)))
    .map(({ action, resource }) => `${functionName.replace('lastcall-dev-', '')} ${action} ${resource}`);
}
