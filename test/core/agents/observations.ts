import type { Observed, ObservedContact, Unobserved } from '#core/agents/backend.ts';
import { someDay } from '#test/support/agents.ts';

/** A backend shows an agent who is available since `someDay` and has no contact. */
export const atWork = (overrides: Partial<Observed> = {}): Observed => ({
  at: someDay,
  status: { name: 'Available', type: 'ROUTABLE', since: someDay },
  isGoingOffline: false,
  contacts: [],
  ...overrides,
});

/** A call that goes on since `someDay`. */
export const aShownContact = (contactId: string, overrides: Partial<ObservedContact> = {}): ObservedContact => ({
  contactId,
  channel: 'VOICE',
  phase: 'connected',
  since: someDay,
  canBeStopped: true,
  ...overrides,
});

export const notAtWork = (type: Unobserved['type'], overrides: Partial<Unobserved> = {}): Unobserved => ({
  type,
  at: someDay,
  ...overrides,
});
