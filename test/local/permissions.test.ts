import { expect, test } from '@jest/globals';
import { speaksOf } from '../../local/permissions/statement.ts';
import { type LocalRun, startLocal } from '../../local/start-local.ts';
import { aFolder } from './an-assembly.ts';
import { driveWholeApp, manyAgents } from './whole-app.ts';

/** What is granted and not used when the whole app is driven, with the reason why it is granted all the same. */
const neededElsewhere: readonly { readonly grant: RegExp; readonly reason: string }[] = [
  {
    grant: / logs:(CreateLogStream|PutLogEvents) /,
    reason: 'Lambda writes the log of a function with its role; here the log is a file.',
  },
  {
    grant: /^queue-\S+ sqs:(ChangeMessageVisibility|GetQueueAttributes|GetQueueUrl) /,
    reason: 'The CDK gives it to whatever reads a queue, and Lambda asks for some of it when a mapping is made.',
  },
  {
    grant: /^queue-logout-work sqs:SendMessage \S+AlarmQueue/,
    reason: 'An alarm guards what the last delivery of a chunk has saved and not yet published.',
  },
  {
    grant: /^(http|flow|queue|socket)-\S+ dynamodb:(PutItem|UpdateItem) \S+Alarms/,
    reason: 'Any change of a chat may have to set an alarm that waits for a sweep, when the one set before is past.',
  },
  {
    grant: /^http-start-chat (dynamodb:GetItem \S+Settings|execute-api:ManageConnections )/,
    reason: 'It changes chats by the same means as all others, but in a chat that begins there is nobody to tell.',
  },
  {
    grant:
      /^(http-put-agent|http-participant-(connection|event)|socket-client) (events:PutEvents|dynamodb:UpdateItem|sqs:SendMessage|execute-api:ManageConnections|dynamodb:GetItem \S+Settings)/,
    reason: 'It changes agents or chats by the same means as all others, but what it changes is no event to publish.',
  },
  {
    grant:
      /^http-(start-chat|join-chat|participant-connection|sign-in|session-(heartbeat|connection)) dynamodb:PutItem \S+SigningKeys/,
    reason: 'Whoever needs the signing key of an instance first makes it; here that is a flow.',
  },
  {
    grant: /^http-gateway-poll (events:PutEvents|sqs:SendMessage) /,
    reason: 'It changes agents by the same means as all others, but that a client has been told is no event.',
  },
  {
    grant:
      /^http-(session-)?heartbeat (dynamodb:PutItem|events:PutEvents|sqs:SendMessage|execute-api:ManageConnections) /,
    reason: 'It brings back a session that was left ten seconds ago at most, which is too short a time at this speed.',
  },
  {
    grant:
      /^(http-(change-status|sign-out|begin-contact|ccai-force-logout|nice-logout|gateway-\S+)|queue-logout-work) execute-api:ManageConnections /,
    reason: 'It changes agents by the same means as all others, but none of these has a desktop that listens.',
  },
  {
    grant: /^event-stream-chat sqs:SendMessage \S+Unqueued/,
    reason: 'Lambda puts there, with the role of the function, the events that it failed on to the last.',
  },
];

test('each function of the app may do what it does, and nothing else', async () => {
  const failures: string[] = [];
  // A minute of the system is a second, so that alarms ring while the test waits.
  const settings = { port: 0, folder: aFolder(), speed: 60, seed: manyAgents };
  const run = await startLocal({ ...settings, log: (line) => failures.push(line) });
  try {
    // What is denied makes the drive fail somewhere; the log says what it was.
    await driveWholeApp(run).catch((error: unknown) => failures.push(String(error)));
    expect(failures).toEqual([]);
    expect(run.usedPermissions().filter(({ allowed }) => !allowed)).toEqual([]);

    const unused = unusedGrants(run);
    const isNeeded = (unusedGrant: string) => neededElsewhere.some(({ grant }) => grant.test(unusedGrant));
    expect(unused.filter((grant) => !isNeeded(grant))).toEqual([]);
    expect(neededElsewhere.filter(({ grant }) => !unused.some((text) => grant.test(text)))).toEqual([]);
  } finally {
    await run.stop();
  }
}, 180_000);

/** `queue-alarm sqs:SendMessage …AlarmQueue…`, one for each action on each resource that a role allows in vain. */
function unusedGrants(run: LocalRun): string[] {
  const uses = run.usedPermissions();
  return run.app.roles.flatMap(({ functionName, statements }) => {
    const own = uses.filter((use) => use.functionName === functionName);
    const granted = statements.flatMap(({ actions, resources }) =>
      actions.flatMap((action) => resources.map((resource) => ({ action, resource }))),
    );
    return granted
      .filter(({ action, resource }) => !own.some((use) => speaksOf({ actions: [action], resources: [resource] }, use)))
      .map(({ action, resource }) => `${functionName.replace('lastcall-dev-', '')} ${action} ${resource}`);
  });
}
