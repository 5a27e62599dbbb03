import * as z from 'zod';
import { mostSelected, teamId, wholeNumber } from '../fields.ts';
import { mustBe } from '../request-schema.ts';

/** More agents than any instance has. */
export const mostGuarded = 1_000_000;

const minimum = wholeNumber('agents', [1, mostGuarded]);

const byTeam = z
  .record(teamId, minimum, {
    error: (issue) => (issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined),
  })
  .check(({ value, issues }) => {
    const teams = Object.keys(value).length;
    if (teams > 0 && teams <= mostSelected.teamIds) return;
    issues.push({
      code: 'custom',
      message: `Must name 1 to ${mostSelected.teamIds} teams, got ${teams}`,
      input: value,
    });
  });

/** How many agents must stay: of each team that loses one, or of each team that is named. */
export const minimumRemaining = z.union([minimum, byTeam], {
  error: mustBe(
    `a whole number of agents, 1 to ${mostGuarded}, or an object with such a number for each of at most ${mostSelected.teamIds} teams`,
  ),
});
