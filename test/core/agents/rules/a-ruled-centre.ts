import type { ObservedContact } from '#core/agents/backend.ts';
import type { TeamRules } from '#core/agents/rules/team-rules.ts';
import { minutes, seconds } from '#core/instant.ts';
import { ann } from '#test/support/agents.ts';
import { anOwnedCentre } from '#test/support/owned-centre.ts';
import { eachEventOnce } from '#test/support/published-events.ts';

/** A centre whose agents a backend owns, with rules for the team of Ann, who is Available. Everybody is looked at each 15 s. */
export async function aRuledCentre(
  rules: Omit<TeamRules, 'teamId'>,
  { others = [], ...setting }: { readonly others?: readonly TeamRules[]; readonly lag?: number } = {},
) {
  const teams = ['sales', ...others.map(({ teamId }) => teamId)];
  const centre = await anOwnedCentre({ ...setting, teamIds: teams });
  for (const teamRules of [{ teamId: 'sales', ...rules }, ...others]) await centre.putTeamRules('demo', teamRules);
  centre.works(ann);
  await centre.reconcile('demo');
  return {
    ...centre,
    /** Time passes, with a look at everybody each 15 seconds, less often if much time passes, and wake-ups when they come due. */
    async pass(milliseconds: number) {
      const end = centre.time.at + milliseconds;
      const pause = Math.max(seconds(15), milliseconds / 120);
      while (centre.time.at < end) {
        await centre.advance(Math.min(pause, end - centre.time.at));
        await centre.reconcile('demo');
      }
    },
    /** Ann has missed these, the last one just now. */
    misses: (...contactIds: readonly string[]) =>
      centre.has(
        ann,
        contactIds.map((contactId) => aMissedContact(contactId, centre.time.at)),
      ),
    /** What rules have said and done, each in a few words. */
    told: () =>
      eachEventOnce(centre.bus.published()).flatMap(({ fact }) => {
        switch (fact.type) {
          case 'RuleMatched':
            return [`${fact.mode} of ${fact.teamId}: ${fact.reason}`];
          case 'ContactStopped':
            return [`stopped ${fact.contactId}`];
          case 'ContactNotStopped':
            return [`not stopped ${fact.contactId}: ${fact.because}`];
          case 'AgentSignedOut':
            return [`out by ${fact.order?.requestedBy}: ${fact.order?.reason}`];
          default:
            return [];
        }
      }),
    backendCalls: () => centre.calls.filter((call) => !call.startsWith('observe')),
  };
}

const aMissedContact = (contactId: string, at: number): Partial<ObservedContact> => ({
  contactId,
  phase: 'missed',
  since: at,
  missedAt: at,
});

export const hours = (n: number) => minutes(n * 60);
