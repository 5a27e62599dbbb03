import assert from 'node:assert/strict';
import type { AgentEvent } from '#core/agents/events.ts';
import type { JobKey, LogoutRequest } from '#core/forced-logouts/logout-job.ts';
import type { ResultOutcome } from '#core/forced-logouts/result.ts';
import type { Selector } from '#core/forced-logouts/selector.ts';
import { type Instant, seconds } from '#core/instant.ts';
import { aRange } from '#test/support/agents.ts';
import type { Random } from '../random.ts';
import type { Centre } from './centre.ts';

/** What a supervisor was told about one agent. */
interface ToldOutcome {
  readonly requestedBy: string;
  readonly agentId: string;
  readonly outcome: ResultOutcome;
}

/** Supervisors who force out agents by id, team and address, a few or everybody, at random until an instant. */
export class SupervisorsAtWork {
  readonly jobs: JobKey[] = [];
  readonly #told: ToldOutcome[] = [];
  readonly #centre: Centre;
  readonly #random: Random;
  readonly #agentIds: readonly string[];
  #requests = 0;

  constructor(centre: Centre, random: Random, agentIds: readonly string[]) {
    this.#centre = centre;
    this.#random = random;
    this.#agentIds = agentIds;
  }

  /** A request every other minute. */
  work(until: Instant): void {
    const { time } = this.#centre;
    const at = time.now() + this.#random.upTo(seconds(240));
    if (at >= until) return;
    time.at(at, async () => {
      this.work(until);
      await this.forceOut(this.#anySelector()).catch(() => undefined);
    });
  }

  async forceOut(selector: Selector, timing: LogoutRequest['timing'] = this.#anyTiming()): Promise<void> {
    this.#requests += 1;
    const requestedBy = `supervisor-${this.#requests}`;
    const request = { timing, order: { requestedBy, reason: 'End of the shift' } };
    const outcome = await this.#centre.invoke(({ forceLogouts }) => forceLogouts('demo', selector, request));
    if (outcome.type === 'job') this.jobs.push(outcome.job);
    if (outcome.type === 'done')
      this.#told.push(...outcome.rows.map(({ agentId, outcome }) => ({ requestedBy, agentId, outcome })));
  }

  /** @throws AssertionError unless everybody who is said to be logged out, or to be on the way, has been. */
  expectTruth(facts: readonly AgentEvent[]): void {
    for (const { requestedBy, agentId, outcome } of this.#told) {
      const own = facts.filter((fact) => fact.agentId === agentId && 'order' in fact);
      const isOut = own.some(
        ({ type, ...fact }) => type === 'AgentSignedOut' && 'order' in fact && fact.order?.requestedBy === requestedBy,
      );
      if (outcome === 'loggedOut') assert(isOut, `${requestedBy}: ${agentId} is not out`);
      // Somebody else may have deferred the logout before.
      const isDeferred = own.some(({ type }) => type === 'AgentLogoutDeferred');
      if (outcome === 'deferred') assert(isDeferred, `${requestedBy}: the logout of ${agentId} is not deferred`);
    }
  }

  #anyTiming = () => (this.#random.chance(0.5) ? 'immediate' : 'afterContact');

  #anySelector(): Selector {
    const some = this.#agentIds.filter(() => this.#random.chance(0.05));
    const lot = this.#random.upTo(3);
    return {
      agentIds: lot === 0 ? some : [],
      teamIds: lot === 1 ? ['t1'] : lot === 3 ? ['t1', 't2'] : [],
      ipRanges: lot === 2 ? [aRange('10.0.1.0', '10.0.1.9')] : [],
    };
  }
}
