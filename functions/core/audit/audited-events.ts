import { byRule } from '../agents/rules/ending-contacts.ts';
import { byType } from './outcome.ts';

/** The events that make entries: those that say who asked, but the warning that a deadline is near, after which nothing is done yet. */
export const auditedEvents: readonly string[] = [...Object.keys(byType), 'AgentSignedOut', 'AgentLogoutCancelled'];

/** Ends of sessions by the agents themselves. They make entries only if a logout was waiting. */
export const ownEnds: readonly string[] = ['signedOut', 'client'];

/** What `requestedBy` begins with in the order of a rule, which has no origin. */
export const ofRule = byRule;
