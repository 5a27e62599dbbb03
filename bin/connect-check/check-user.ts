import {
  GetCurrentUserDataCommand,
  ListAgentStatusesCommand,
  SearchUsersCommand,
  type UserData,
} from '@aws-sdk/client-connect';
import type { Amazon, Asked } from './ask.ts';
import { isWithoutLimit } from './check-agents.ts';
import { count, type Finding } from './finding.ts';

/** A user of the instance, with what Amazon Connect shows of this user now. */
export interface FoundUser {
  readonly id: string;
  /** @default - the user is signed out or offline */
  readonly shown?: UserData | undefined;
}

/** Contacts that an agent still has. What has ended or was missed is cleared by a forced logout. */
const isLive = (state: string | undefined) => !['ENDED', 'MISSED', 'ERROR', 'REJECTED'].includes(state ?? '');

/** People who have only the id of a user may give that. */
const isUserId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Finds a user by name or id, and says what a forced logout would do now. */
export async function checkUser(
  amazon: Amazon,
  username: string,
): Promise<{ readonly findings: Finding[]; readonly user?: FoundUser }> {
  const { client, instance, ask } = amazon;
  const InstanceId = instance.instanceId;
  const about = `user ${username}`;
  const failed = (sentence: string) => ({ findings: [{ verdict: 'fails', about, sentence } as const] });

  const FieldName = isUserId.test(username) ? 'resourceId' : 'Username';
  const StringCondition = { FieldName, Value: username, ComparisonType: 'EXACT' } as const;
  const asked = await ask('SearchUsers', () =>
    client.send(new SearchUsersCommand({ InstanceId, SearchCriteria: { StringCondition } })),
  );
  if (asked.type !== 'answer') return failed(asked.sentence);
  const found = asked.answer.Users?.[0];
  if (found?.Id === undefined)
    return failed('the instance has no user with this name; it is the one that the user signs in with');
  const user = found.Id;
  const data = await lookAt(amazon, user);
  if (data.type !== 'answer') return failed(data.sentence);
  const shown = data.answer;
  return {
    findings: [{ verdict: 'note', about, sentence: prediction(shown, isWithoutLimit(found)) }],
    user: { id: user, shown },
  };
}

/** What Amazon Connect shows of one user now; nothing if the user is signed out or offline, which it may show or not. */
export async function lookAt({ client, instance, ask }: Amazon, userId: string): Promise<Asked<UserData | undefined>> {
  const InstanceId = instance.instanceId;
  const data = await ask('GetCurrentUserData', () =>
    client.send(new GetCurrentUserDataCommand({ InstanceId, Filters: { Agents: [userId] } })),
  );
  if (data.type !== 'answer') return data;
  const [shown] = data.answer.UserDataList ?? [];
  const status = shown?.Status?.StatusArn;
  if (status === undefined) return { type: 'answer', answer: undefined };
  const offline = await ask('ListAgentStatuses', () =>
    client.send(new ListAgentStatusesCommand({ InstanceId, AgentStatusTypes: ['OFFLINE'] })),
  );
  if (offline.type !== 'answer') return offline;
  const isOffline = (offline.answer.AgentStatusSummaryList ?? []).some(({ Id }) => Id && status.endsWith(`/${Id}`));
  return { type: 'answer', answer: isOffline ? undefined : shown };
}

/** Calls that StopContact does not end (API reference of the operation). */
const notStoppable = ['DISCONNECT', 'TRANSFER', 'QUEUE_TRANSFER', 'EXTERNAL_OUTBOUND', 'MONITOR'];

/** The contacts that keep the change of status waiting. */
export const liveContactsOf = (shown: UserData | undefined) =>
  (shown?.Contacts ?? []).filter(({ AgentContactState: state }) => isLive(state));

function prediction(shown: UserData | undefined, isEndless: boolean): string {
  if (shown === undefined) {
    return 'is signed out or offline; a forced logout would find this user out already';
  }
  const contacts = liveContactsOf(shown);
  const lasting = contacts.filter(
    ({ Channel, InitiationMethod: method = '' }) => Channel === 'VOICE' && notStoppable.includes(method),
  );
  const ended = (shown.Contacts ?? []).filter(({ AgentContactState: state }) => state === 'ENDED').length;
  const lost = ended > 0 ? `, and ${count(ended, 'contact')} in after-contact work would be cleared at once` : '';
  const now = `is ${shown.Status?.StatusName}${shown.NextStatus === undefined ? '' : `, next ${shown.NextStatus}`}`;
  if (contacts.length === 0)
    return `${now} without a contact in hand; a forced logout would set Offline at once${lost}`;
  const forEver = isEndless ? ', for ever if after-contact work is never cleared, for it has no limit' : '';
  const immediate =
    lasting.length > 0
      ? `an immediate one could not end ${count(lasting.length, 'call')} of them (${lasting[0]?.InitiationMethod})`
      : 'an immediate one would end it for the customer, too';
  return `${now} with ${count(contacts.length, 'contact')}; a forced logout would wait for the end of it${forEver}, and ${immediate}${lost}`;
}
