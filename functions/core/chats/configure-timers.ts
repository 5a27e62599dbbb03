import type { Chat } from './chat.ts';
import { changed, type Decided, done, ofChat, refused } from './decision.ts';
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

/** The configuration after the changes. Timers that are not named keep their value. */
function withChanges(config: RoleConfig, changes: readonly TimerChange[]): RoleConfig {
  let result = config;
  for (const { role, type, value } of changes) {
    const { [type]: _, ...others } = result[role];
    result = { ...result, [role]: value === 'Unset' ? others : { ...others, [type]: value } };
  }
  return result;
}
