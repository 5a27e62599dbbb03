/** Whose timers: the customer's, or those of the other side, be it an agent or a custom participant. */
export type TimerRole = 'CUSTOMER' | 'AGENT';
export type TimerType = 'IDLE' | 'DISCONNECT_NONCUSTOMER';

export const timerRoles = ['CUSTOMER', 'AGENT'] as const satisfies readonly TimerRole[];
export const timerTypes = ['IDLE', 'DISCONNECT_NONCUSTOMER'] as const satisfies readonly TimerType[];

/** Minutes a timer may last. */
export const shortestTimer = 2;
export const longestTimer = 480;

/** The timers of a chat in minutes, 2 to 480; a pair that is absent has no timer. */
export type RoleConfig = { readonly [role in TimerRole]: { readonly [type in TimerType]?: number } };

export const noTimers: RoleConfig = { CUSTOMER: {}, AGENT: {} };

/** One entry of UpdateParticipantRoleConfig. */
export interface TimerChange {
  readonly role: TimerRole;
  readonly type: TimerType;
  /** Minutes, or no timer. */
  readonly value: number | 'Unset';
}

/** The configuration after the changes. Pairs that are not named keep their value. */
export function reconfigured(config: RoleConfig, changes: readonly TimerChange[]): RoleConfig {
  let changed = config;
  for (const { role, type, value } of changes) {
    const { [type]: _, ...others } = changed[role];
    changed = { ...changed, [role]: value === 'Unset' ? others : { ...others, [type]: value } };
  }
  return changed;
}
