import { makeCache } from '../../cache.ts';
import { seconds } from '../../instant.ts';
import type { Clock, Report } from '../../ports.ts';
import type { Backends } from '../backend.ts';
import type { TeamRulesStore } from '../ports.ts';
import type { RulesOfInstance } from '../pursue.ts';
import type { TeamRules } from './team-rules.ts';

interface Ports {
  readonly teamRules: TeamRulesStore;
  readonly backends: Backends;
  readonly clock: Clock;
  readonly report: Report;
}

/**
 * Only a backend shows missed contacts and for how long somebody is connected, and everybody whose status began before a
 * rule was set. Agents who are reported by callers have no rules.
 */
export function makeRuleUseCases({ teamRules, backends, clock, report }: Ports) {
  const cached = makeCache<readonly TeamRules[]>({ clock, milliseconds: seconds(60) });
  const rulesOfInstance: RulesOfInstance = async (instanceId) => {
    if (!backends(instanceId)) return [];
    try {
      return await cached(instanceId, () => teamRules.load(instanceId));
    } catch (error) {
      report('The rules of teams could not be read; they act later', error);
      return undefined;
    }
  };

  return {
    /** The rules that workers act by. A change takes effect within a minute. */
    rulesOfInstance,

    getTeamRules: async (instanceId: string, teamId: string): Promise<TeamRules> =>
      (await teamRules.find(instanceId, teamId)) ?? { teamId },

    /** Sets the rules of a team, in place of those that it has. */
    async putTeamRules(instanceId: string, rules: TeamRules): Promise<{ readonly type: 'done' | 'notOwned' }> {
      if (!backends(instanceId)) return { type: 'notOwned' };
      await teamRules.save(instanceId, rules);
      return { type: 'done' };
    },
  };
}
