/** The side that a timer watches: the customer, or the agent or custom participant on the other side. */
export type TimerRole = 'CUSTOMER' | 'AGENT';
export type TimerType = 'IDLE' | 'DISCONNECT_NONCUSTOMER';

export const timerRoles = ['CUSTOMER', 'AGENT'] as const satisfies readonly TimerRole[];
export const timerTypes = ['IDLE', 'DISCONNECT_NONCUSTOMER'] as const satisfies readonly TimerType[];

/** The shortest timer in minutes. */
export const shortestTimer = 2;
/** The longest timer in minutes. */
export const longestTimer = 480;

/** The timers of a chat in minutes, 2 to 480. A pair of role and type that is absent has no timer. */
export type RoleConfig = { readonly [role in TimerRole]: { readonly [type in TimerType]?: number } };

export const noTimers: RoleConfig = { CUSTOMER: {}, AGENT: {} };

/** One entry of UpdateParticipantRoleConfig. */
export interface TimerChange {
  readonly role: TimerRole;
  readonly type: TimerType;
  /** Minutes, or `Unset` for no timer. */
  readonly value: number | 'Unset';
}
