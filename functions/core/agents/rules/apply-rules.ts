import type { Lane } from '../../backend-calls.ts';
import { type Instant, minutes, seconds } from '../../instant.ts';
import { earliest } from '../../wake-ups/schedule.ts';
import { type Agent, isSignedIn, type SignedInAgent } from '../agent.ts';
import { isWorking, type Observation, type Observed } from '../backend.ts';
import { orderLogout, owedBy } from '../backend-logout.ts';
import { nextCheck } from '../checks.ts';
import { sessionOf } from '../end-session.ts';
import type { AgentEvent } from '../events.ts';
import {
  contactNotStopped,
  endAgain,
  isByRule,
  orderOfRule,
  type Ruled,
  withoutStopped,
  withWatch,
} from './ending-contacts.ts';
import { emptyRow, withShown } from './missed-row.ts';
import { dueOccasions, type Occasion, openOccasions, remembered } from './occasions.ts';
import { nothingWatched, type RuleWatch } from './rule-watch.ts';
import { rulesFor, type TeamRules } from './team-rules.ts';

/** A look that is so late was lost: another is set. */
const overdue = minutes(5);

/** When there is another look after one that has shown nothing certain. */
const again = seconds(30);

/** Wake-ups of agents reach no further, so a rule that comes due later has several. */
const reach = minutes(14);

/**
 * When the rules look at an agent next. One that is overdue is left to the next observation, so that it keeps no other wake-up
 * of the agent from being set.
 */
export function nextRuleLook(agent: Agent | undefined, now: Instant): Instant | undefined {
  const lookAt = agent?.session?.rules?.lookAt;
  return lookAt === undefined || lookAt <= now - overdue ? undefined : Math.min(lookAt, now + reach);
}

export const isRuleLookDue = (agent: Agent | undefined, now: Instant): boolean =>
  (agent?.session?.rules?.lookAt ?? Number.POSITIVE_INFINITY) <= now;

/**
 * For whom a backend is asked about an agent, if that is due now. Rules act on many agents at a time, for instance when a break
 * has gone on too long for all of them: nobody who is logged out by a person waits for them.
 */
export function laneOfLook(agent: Agent | undefined, now: Instant): Lane | undefined {
  const isOwed = (owedBy(agent)?.checkAt ?? now + 1) <= now;
  if (isOwed) return isByRule(agent?.session?.pendingLogout?.order) ? 'job' : 'urgent';
  return isRuleLookDue(agent, now) ? 'job' : undefined;
}

/**
 * What rules keep of an agent whom the backend shows like this, after the observation was recorded. Nothing acts here: what
 * comes due sets the instant at which the rules look at the agent.
 *
 * @param rules those of the instance; `undefined` if they cannot be read at this moment
 */
export function watchRules(
  agent: Agent | undefined,
  observation: Observation,
  rules: readonly TeamRules[] | undefined,
  now: Instant,
): Ruled<Agent> | undefined {
  if (!isSignedIn(agent)) return undefined;
  if (!isWorking(observation)) return { state: withoutLook(agent), events: [] };
  const counted = withRow(agent, observation, rules);
  if (!isCurrent(agent, observation)) return { state: counted, events: [] };
  const { state, events } = withoutStopped(counted, observation);
  return { state: rules ? withLook(state, observation, rules, now) : state, events };
}

/** What is missed and accepted counts by its own instant, so an old observation adds to it as well. */
function withRow(agent: SignedInAgent, observed: Observed, rules: readonly TeamRules[] = []): SignedInAgent {
  const { rules: watch = nothingWatched, signedInAt } = agent.session;
  const isCounted = watch.missed ?? rulesFor(agent, rules).missedContacts.length > 0;
  if (!isCounted) return agent;
  const missed = withShown(watch.missed ?? emptyRow, observed, signedInAt);
  return missed === watch.missed ? agent : withWatch(agent, { ...watch, missed });
}

/** Whether this is what the backend has shown last. */
const isCurrent = ({ seen }: Agent, { at, status }: Observed): boolean =>
  at >= (seen?.at ?? at) && status.since === seen?.statusSince;

function withLook(agent: SignedInAgent, observed: Observed, rules: readonly TeamRules[], now: Instant): SignedInAgent {
  const { rules: watch = nothingWatched } = agent.session;
  const open = openOccasions(agent, observed, rulesFor(agent, rules));
  const due = earliest(...open.map(({ dueAt }) => dueAt), ...watch.ending.map(({ checkAt }) => checkAt));
  const told = remembered(watch.told, watch, observed);
  const lookAt = lookFor(due, watch.lookAt, now);
  if (lookAt === watch.lookAt && told === watch.told) return agent;
  return withWatch(agent, { ...without(watch), told, ...(lookAt !== undefined && { lookAt }) });
}

/** The next look: the one that is set, if it serves, so that the same picture changes nothing. */
function lookFor(due: Instant | undefined, set: Instant | undefined, now: Instant): Instant | undefined {
  if (due === undefined) return undefined;
  const serves = set !== undefined && set >= due && set <= Math.max(due, now) && set > now - overdue;
  return serves ? set : Math.max(due, now);
}

function without({ lookAt: _, ...watch }: RuleWatch): RuleWatch {
  return watch;
}

function withoutLook(agent: SignedInAgent): SignedInAgent {
  const { rules: watch } = agent.session;
  return watch?.lookAt === undefined ? agent : withWatch(agent, without(watch));
}

/** What the rules have decided at a look. */
export interface Enforced extends Ruled<Agent> {
  /** Whether the agent is to go offline now. */
  readonly isOrdered: boolean;
  /** Contacts that are to be ended now. */
  readonly toEnd: readonly string[];
}

/** The rules act on what the backend shows now, once on each occasion. What they do is saved before it is done, and published. */
export function enforceRules(
  agent: SignedInAgent,
  observation: Observation,
  rules: readonly TeamRules[] | undefined,
  now: Instant,
): Enforced {
  if (!rules || !isWorking(observation) || !isCurrent(agent, observation)) {
    return { state: lookedAtAgain(agent, now), events: [], isOrdered: false, toEnd: [] };
  }
  const { state: begun, events: before, toEnd: endedAgain } = endAgain(agent, now);
  let state = begun;
  const events: AgentEvent[] = [...before];
  const toEnd = [...endedAgain];
  for (const occasion of dueOccasions(openOccasions(state, observation, rulesFor(agent, rules)), now)) {
    // The first of them has ordered the agent out.
    if (!occasion.contact && state.session.pendingLogout) continue;
    events.push(matched(state, occasion));
    state = withTold(state, occasion);
    if (occasion.mode === 'dryRun') continue;
    const acted = act(state, occasion, now);
    state = acted.state;
    events.push(...acted.events);
    if (acted.toEnd !== undefined) toEnd.push(acted.toEnd);
  }
  const isOrdered = state.session.pendingLogout !== agent.session.pendingLogout;
  return { state: lookedAtAgain(withLook(state, observation, rules, now), now), events, isOrdered, toEnd };
}

function act(
  agent: SignedInAgent,
  { rule, reason, contact }: Occasion,
  now: Instant,
): Ruled & { readonly toEnd?: string } {
  if (!contact) {
    const order = orderOfRule(rule, reason);
    return { state: orderLogout(agent, { order, timing: 'afterContact', requestedAt: now }, now), events: [] };
  }
  const { contactId, channel, canBeStopped } = contact;
  if (!canBeStopped)
    return { state: agent, events: [contactNotStopped(agent, { contactId, channel, reason }, 'notStoppable')] };
  const { rules: watch = nothingWatched } = agent.session;
  const ending = [...watch.ending, { contactId, channel, reason, ...nextCheck(0, now) }];
  return { state: withWatch(agent, { ...watch, ending }), events: [], toEnd: contactId };
}

const matched = (agent: SignedInAgent, { rule, mode, teamId, reason, contact }: Occasion): AgentEvent => ({
  type: 'RuleMatched',
  ...sessionOf(agent),
  rule,
  mode,
  teamId,
  reason,
  ...(contact && { contactId: contact.contactId, channel: contact.channel }),
});

function withTold(agent: SignedInAgent, { id: occasion, mode }: Occasion): SignedInAgent {
  const { rules: watch = nothingWatched } = agent.session;
  const others = watch.told.filter((each) => each.occasion !== occasion);
  return withWatch(agent, { ...watch, told: [{ occasion, mode }, ...others] });
}

/** A look that has been is over, whatever it has shown. */
function lookedAtAgain(agent: SignedInAgent, now: Instant): SignedInAgent {
  const { rules: watch } = agent.session;
  return isRuleLookDue(agent, now) && watch ? withWatch(agent, { ...watch, lookAt: now + again }) : agent;
}
