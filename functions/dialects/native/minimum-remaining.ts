import * as z from 'zod';
import { mostSelected, teamId } from '../fields.ts';
import { mustBe } from '../request-schema.ts';

/** More agents than any instance has. */
export const mostGuarded = 1_000_000;
const minimumError = mustBe(
  `a whole number of agents, 1 to ${mostGuarded}, or an object with such a number for each of at most ${mostSelected.teamIds} teams`,
);
const minimum = z
  .int({ error: minimumError })
  .min(1, { error: minimumError })
  .max(mostGuarded, { error: minimumError });

/** How many agents must stay: of each team that loses one, or of each team that is named. */
export const minimumRemaining = z.union(
  [
    minimum,
    z.record(teamId, minimum).refine(
      (byTeam) => {
        const teams = Object.keys(byTeam).length;
        return teams > 0 && teams <= mostSelected.teamIds;
      },
      { error: minimumError },
    ),
  ],
  { error: minimumError },
);
