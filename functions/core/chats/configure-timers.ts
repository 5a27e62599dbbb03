import { BackendError } from '../backend-calls.ts';
import type { Chat, ChatKey } from './chat.ts';
import { type ChangeChat, type ChatOutcome, changed, type Decided, done, ofChat, refused } from './decision.ts';
import type { ChatBackends } from './ports.ts';
import { type RoleConfig, type TimerChange, timerRoles, timerTypes } from './role-config.ts';

/**
 * Stores timers. They take effect when the next agent or custom participant joins; timers that run are not changed. A
 * repeat changes nothing, because flows and SDKs repeat their calls.
 */
export function configureTimers(
  chat: Chat | undefined,
  changes: readonly TimerChange[],
): Decided<'unknownChat' | 'ended'> {
  if (!chat) return refused(chat, 'unknownChat');
  if (chat.ended) return refused(chat, 'ended');
  const stored = withChanges(chat.stored, changes);
  const isSame = timerRoles.every((role) => timerTypes.every((type) => stored[role][type] === chat.stored[role][type]));
  if (isSame) return done(changed(chat));
  return done(changed({ ...chat, stored }, { type: 'TimersConfigured', ...ofChat(chat), configuration: stored }));
}

/** What became of timers that were set. */
export type ConfigureOutcome =
  | ChatOutcome<'unknownChat' | 'ended'>
  /** The chat runs in a backend, which has taken these timers. */
  | { readonly type: 'passedOn'; readonly changes: readonly TimerChange[] }
  /** The contact is no chat there, or the chat has ended. */
  | { readonly type: 'notTaken' };

/**
 * Sets the timers of a chat of Lastcall's, or else of one that runs in the instance's backend.
 *
 * @param legId what the backend calls the chat since it was transferred. @default - the id that it began with
 */
export function makeConfigureTimers({
  changeChat,
  chatBackends,
}: {
  readonly changeChat: ChangeChat;
  readonly chatBackends: ChatBackends;
}) {
  return async (key: ChatKey, changes: readonly TimerChange[], legId = key.contactId): Promise<ConfigureOutcome> => {
    const outcome = await changeChat(key, (chat) => configureTimers(chat, changes));
    const backend = outcome.type === 'unknownChat' ? chatBackends(key.instanceId) : undefined;
    if (!backend) return outcome;
    try {
      await backend.configureTimers({ ...key, contactId: legId }, changes);
      return { type: 'passedOn', changes };
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      if (error.fault === 'unknown') return outcome;
      if (error.fault === 'refused') return { type: 'notTaken' };
      throw error;
    }
  };
}

/** The configuration after the changes. Timers that are not named keep their value. */
function withChanges(config: RoleConfig, changes: readonly TimerChange[]): RoleConfig {
  let result = config;
  for (const { role, type, value } of changes) {
    const { [type]: _, ...others } = result[role];
    result = { ...result, [role]: value === 'Unset' ? others : { ...others, [type]: value } };
  }
  return result;
}
