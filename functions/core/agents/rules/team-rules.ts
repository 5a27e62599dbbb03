import type { Agent } from '../agent.ts';
import type { Channel } from '../contact.ts';
import type { ActiveMode } from './rule-watch.ts';

/** Every rule is `off` until somebody sets another mode. */
export const ruleModes = ['off', 'dryRun', 'on'] as const;
export type RuleMode = (typeof ruleModes)[number];

/** Offline after so many missed contacts in a row. */
export interface MissedContactsRule {
  readonly mode: RuleMode;
  readonly contacts: number;
}

/** Offline after so many minutes in a status. */
export interface MinutesInStatusRule {
  readonly mode: RuleMode;
  readonly minutes: number;
  /** The names of the statuses. @default - every status in which no contacts are routed to the agent */
  readonly statuses?: readonly string[];
  /** Statuses that the rule is not about. */
  readonly exceptStatuses?: readonly string[];
}

/** A contact that is connected for longer is ended. */
export interface LongContactRule {
  readonly mode: RuleMode;
  readonly hours: number;
  /** @default - contacts of every channel */
  readonly channels?: readonly Channel[];
}

/** The rules for the agents of a team. One that is absent is off. */
export interface TeamRules {
  readonly teamId: string;
  readonly missedContacts?: MissedContactsRule;
  readonly minutesInStatus?: MinutesInStatusRule;
  readonly longContact?: LongContactRule;
}

/** Whether the team has a rule, even one that is off. */
export const hasRules = ({ missedContacts, minutesInStatus, longContact }: TeamRules): boolean =>
  missedContacts !== undefined || minutesInStatus !== undefined || longContact !== undefined;

/** The most that a rule can be about. A longer row of missed contacts is not kept. */
export const mostMissedContacts = 10;

/** A rule of one of the agent's teams that is not off. */
export type Holding<Rule> = Omit<Rule, 'mode'> & { readonly mode: ActiveMode; readonly teamId: string };

export interface HoldingRules {
  readonly missedContacts: readonly Holding<MissedContactsRule>[];
  readonly minutesInStatus: readonly Holding<MinutesInStatusRule>[];
  readonly longContact: readonly Holding<LongContactRule>[];
}

/** The rules that hold for an agent: those of all the agent's teams. A protected agent has none, for nobody has named the agent. */
export function rulesFor({ profile }: Pick<Agent, 'profile'>, rules: readonly TeamRules[]): HoldingRules {
  const own = profile.protected ? [] : rules.filter(({ teamId }) => profile.teamIds.includes(teamId));
  return {
    missedContacts: own.flatMap(({ teamId, missedContacts }) => holding(teamId, missedContacts)),
    minutesInStatus: own.flatMap(({ teamId, minutesInStatus }) => holding(teamId, minutesInStatus)),
    longContact: own.flatMap(({ teamId, longContact }) => holding(teamId, longContact)),
  };
}

const holding = <Rule extends { readonly mode: RuleMode }>(
  teamId: string,
  rule: Rule | undefined,
): readonly Holding<Rule>[] =>
  rule?.mode === 'on' || rule?.mode === 'dryRun' ? [{ ...rule, mode: rule.mode, teamId }] : [];
