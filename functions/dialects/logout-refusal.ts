import type { GuardRefusal } from '#core/forced-logouts/guard.ts';
import { RefusedRequest } from './http.ts';

const several = (count: number) => (count === 1 ? '1 agent' : `${count} agents`);

/** The refusal of a guard, in words and with its counts. */
export function refusedByGuard(refusal: GuardRefusal): RefusedRequest {
  const { why: kind, ...members } = refusal;
  return new RefusedRequest({ type: 'conflict', kind, message: refusalSentence(refusal), members });
}

/** What a guard has found, in words. */
export function refusalSentence(refusal: GuardRefusal): string {
  switch (refusal.why) {
    case 'everybody':
      return `This would log out everybody who is signed in, ${several(refusal.found)}: confirmEveryone must be true for that`;
    case 'tooManyAgents':
      return `This would log out ${several(refusal.found)}, and maximumAgents is ${refusal.maximumAgents}`;
    case 'tooFewRemaining':
      return `This would leave too few signed in: ${refusal.teams.map(({ teamId, remaining, minimum }) => `${remaining} of team ${teamId}, where ${minimum} must remain`).join('; ')}`;
    case 'notCounted':
      return `The agents could not be counted in time, ${several(refusal.found)} so far: select fewer`;
  }
}
