import { type Instant, minutes, seconds } from '../../instant.ts';
import type { SignedInAgent } from '../agent.ts';
import type { Observed, ObservedContact } from '../backend.ts';
import { markOf } from '../contact.ts';
import { emptyRow } from './missed-row.ts';
import type { ActiveMode, RuleName, RuleWatch, Told } from './rule-watch.ts';
import type { Holding, HoldingRules, LongContactRule, MinutesInStatusRule, MissedContactsRule } from './team-rules.ts';

/** Something that a rule is about, now or later. */
export interface Occasion {
  readonly id: string;
  readonly rule: RuleName;
  readonly mode: ActiveMode;
  readonly teamId: string;
  readonly dueAt: Instant;
  /** For the event, the agent and the record. */
  readonly reason: string;
  /** The contact that is too long. @default - the rule is about the agent */
  readonly contact?: ObservedContact;
}

/**
 * What was accepted after the last miss is known by then: that an agent missed a contact may be shown sooner than that the
 * agent accepted one before. Nobody there for a minute after a miss is also the best sign of an agent who has gone.
 */
const answersArriveWithin = seconds(60);

const hour = minutes(60);

/** Everything that rules are about for an agent who is seen like this, except what they have acted on. */
export function openOccasions(agent: SignedInAgent, observed: Observed, rules: HoldingRules): readonly Occasion[] {
  const { rules: watch, pendingLogout } = agent.session;
  const isLeaving = pendingLogout !== undefined || observed.isGoingOffline;
  const ofAgent = isLeaving
    ? []
    : [...ofMissed(rules.missedContacts, watch), ...ofStatus(rules.minutesInStatus, observed)];
  return [...ofAgent, ...ofContacts(rules.longContact, observed)].filter((occasion) => !isTold(watch?.told, occasion));
}

/** A dry run does not keep the rule from acting on the same occasion once it is on. */
const isTold = (told: readonly Told[] = [], { id, mode }: Occasion): boolean =>
  told.some((each) => each.occasion === id && (each.mode === 'on' || each.mode === mode));

/** The occasions that are due, each once. The strictest rule that acts holds; one that only would act, if there is none. */
export function dueOccasions(open: readonly Occasion[], now: Instant): readonly Occasion[] {
  const due = open.filter(({ dueAt }) => dueAt <= now).toSorted(strictestFirst);
  return due.filter(({ id }, place) => due.findIndex((other) => other.id === id) === place);
}

const strictestFirst = (a: Occasion, b: Occasion): number =>
  Number(b.mode === 'on') - Number(a.mode === 'on') || a.dueAt - b.dueAt || (a.teamId < b.teamId ? -1 : 1);

const ofMissed = (rules: readonly Holding<MissedContactsRule>[], watch: RuleWatch | undefined): readonly Occasion[] =>
  rules.flatMap(({ mode, teamId, contacts }) => {
    const { number, misses } = watch?.missed ?? emptyRow;
    const last = misses[contacts - 1];
    if (!last) return [];
    const reason = contacts === 1 ? 'Missed a contact' : `Missed ${contacts} contacts in a row`;
    return [
      { id: occasionOfRow(number), rule: 'missedContacts', mode, teamId, dueAt: last.at + answersArriveWithin, reason },
    ];
  });

const ofStatus = (rules: readonly Holding<MinutesInStatusRule>[], { status }: Observed): readonly Occasion[] =>
  rules
    .filter((rule) => isAbout(rule, status))
    .map(({ mode, teamId, minutes: most }) => ({
      id: occasionOfStatus(status.since),
      rule: 'minutesInStatus',
      mode,
      teamId,
      dueAt: status.since + minutes(most),
      reason: `${most} minutes in the status ${status.name}`,
    }));

const isAbout = ({ statuses, exceptStatuses = [] }: Holding<MinutesInStatusRule>, { name, type }: Observed['status']) =>
  (statuses ? statuses.includes(name) : type !== 'ROUTABLE') && !exceptStatuses.includes(name);

const ofContacts = (rules: readonly Holding<LongContactRule>[], { contacts }: Observed): readonly Occasion[] =>
  contacts.flatMap((contact) => {
    if (contact.phase !== 'connected') return [];
    return rules
      .filter(({ channels }) => channels?.includes(contact.channel) ?? true)
      .map(({ mode, teamId, hours }) => ({
        id: occasionOfContact(contact.contactId),
        rule: 'longContact' as const,
        mode,
        teamId,
        dueAt: (contact.connectedAt ?? contact.since) + hours * hour,
        reason: hours === 1 ? 'Connected for an hour' : `Connected for ${hours} hours`,
        contact,
      }));
  });

const occasionOfRow = (number: number) => `missed/${number}`;
const occasionOfStatus = (since: Instant) => `status/${since.toString(36)}`;
const ofAnyContact = 'contact/';
const occasionOfContact = (contactId: string) => ofAnyContact + markOf(contactId);

/** More contacts than an agent has at a time, so that none is forgotten as long as it may be shown. */
const mostContacts = 20;

/** The occasions that were told of, without those that cannot come again. */
export function remembered(told: readonly Told[], { missed }: RuleWatch, { status }: Observed): readonly Told[] {
  const current = [occasionOfRow((missed ?? emptyRow).number), occasionOfStatus(status.since)];
  const contacts = told.filter(({ occasion }) => occasion.startsWith(ofAnyContact)).slice(0, mostContacts);
  const kept = told.filter((each) => current.includes(each.occasion) || contacts.includes(each));
  return kept.length === told.length ? told : kept;
}
