import { changed, type Decided, done, ofChat, refused } from './change.ts';
import type { Chat } from './chat.ts';
import { type RoleConfig, reconfigured, type TimerChange, timerRoles, timerTypes } from './role-config.ts';

/**
 * Stores timers. They apply when the next agent or custom participant joins; those that run stay as they are.
 * Storing what is stored already changes nothing, for flows and SDKs repeat their calls.
 */
export function configureTimers(
  chat: Chat | undefined,
  changes: readonly TimerChange[],
): Decided<'unknownChat' | 'ended'> {
  if (!chat) return refused(chat, 'unknownChat');
  if (chat.ended) return refused(chat, 'ended');
  const stored: RoleConfig = reconfigured(chat.stored, changes);
  const isSame = timerRoles.every((role) => timerTypes.every((type) => stored[role][type] === chat.stored[role][type]));
  if (isSame) return done(changed(chat));
  return done(changed({ ...chat, stored }, { type: 'TimersConfigured', ...ofChat(chat), configuration: stored }));
}
