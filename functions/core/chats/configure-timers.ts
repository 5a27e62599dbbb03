import { BackendError, type BackendFault } from '../backend-calls.ts';
import type { Report } from '../ports.ts';
import type { Chat, ChatKey } from './chat.ts';
import { type ChangeChat, type ChatOutcome, changed, type Decided, done, ofChat, refused } from './decision.ts';
import { beginFollowed, type FollowSettings } from './follow.ts';
import type { ChatBackends, ChatFollowing } from './ports.ts';
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
  | { readonly type: 'notTaken' }
  /** Too much is asked of the backend at the moment. */
  | { readonly type: 'backendBusy' }
  /** The backend does not allow it to Lastcall. */
  | { readonly type: 'backendDenies' };

interface Ports {
  readonly changeChat: ChangeChat;
  readonly chatBackends: ChatBackends;
  readonly followSettings: (instanceId: string, following: ChatFollowing) => Promise<FollowSettings>;
  readonly report: Report;
}

/** Sets the timers of a chat of Lastcall's, or else of one that runs in the instance's backend. */
export function makeConfigureTimers({ changeChat, chatBackends, followSettings, report }: Ports) {
  /** Lastcall's timers run for the chat, if the backend reports what happens in it. */
  async function followed(
    key: ChatKey,
    changes: readonly TimerChange[],
    legId: string,
    following: ChatFollowing | undefined,
  ): Promise<ConfigureOutcome | undefined> {
    if (!following) return undefined;
    if (!(await following.begin({ ...key, contactId: legId }))) {
      report('A chat cannot be followed, because others follow it already: the timers of its backend run', key);
      return undefined;
    }
    const settings = await followSettings(key.instanceId, following);
    return changeChat(key, (chat, now) => {
      // News of the chat may have been faster.
      if (chat) return configureTimers(chat, changes);
      const begun = beginFollowed(key, legId, settings, now);
      const configured = configureTimers(begun.chat, changes);
      return { ...configured, events: [...begun.events, ...configured.events] };
    });
  }

  /** @param legId what the backend calls the chat since it was transferred. @default - the id that it began with */
  return async (key: ChatKey, changes: readonly TimerChange[], legId = key.contactId): Promise<ConfigureOutcome> => {
    const outcome = await changeChat(key, (chat) => configureTimers(chat, changes));
    const backend = outcome.type === 'unknownChat' ? chatBackends(key.instanceId) : undefined;
    if (!backend) return outcome;
    try {
      const here = await followed(key, changes, legId, backend.following);
      if (here) return here;
      await backend.configureTimers({ ...key, contactId: legId }, changes);
      return { type: 'passedOn', changes };
    } catch (error) {
      if (!(error instanceof BackendError) || error.fault === 'unavailable') throw error;
      if (error.fault === 'denied') report('The backend of an instance does not allow to set timers', error);
      return outcomeOf[error.fault];
    }
  };
}

const outcomeOf = {
  unknown: { type: 'unknownChat' },
  refused: { type: 'notTaken' },
  busy: { type: 'backendBusy' },
  denied: { type: 'backendDenies' },
} as const satisfies Record<Exclude<BackendFault, 'unavailable'>, ConfigureOutcome>;

/** The configuration after the changes. Timers that are not named keep their value. */
function withChanges(config: RoleConfig, changes: readonly TimerChange[]): RoleConfig {
  let result = config;
  for (const { role, type, value } of changes) {
    const { [type]: _, ...others } = result[role];
    result = { ...result, [role]: value === 'Unset' ? others : { ...others, [type]: value } };
  }
  return result;
}
