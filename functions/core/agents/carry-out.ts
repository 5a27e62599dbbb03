import { type Asked, BackendError } from '../backend-calls.ts';
import type { Report } from '../ports.ts';
import type { AgentKey } from './agent.ts';
import type { Backend, Observed } from './backend.ts';
import { remarksOn, type Step, stepsOf } from './backend-logout.ts';
import type { Remarks, Timing } from './logout-order.ts';

/**
 * Has a backend take an agent out. What it refuses for one contact, or no longer knows, keeps nothing else from being done.
 *
 * @param taken the steps that were taken a moment ago, to which this adds its own: a backend may show them late
 * @throws BackendError when the agent could not be told to go offline
 */
export async function carryOut(
  { backend, report }: { readonly backend: Backend; readonly report: Report },
  key: AgentKey,
  observed: Observed,
  { timing, asked }: { readonly timing: Timing; readonly asked: Asked },
  taken = new Set<string>(),
): Promise<Remarks> {
  const refused: string[] = [];
  for (const step of stepsOf(observed, timing)) {
    const name = step.type === 'goOffline' ? step.type : `${step.type} ${step.contactId}`;
    if (taken.has(name)) continue;
    try {
      await take(backend, key, step, asked);
      taken.add(name);
    } catch (error) {
      if (step.type === 'goOffline') {
        if (!(error instanceof BackendError) || error.fault !== 'unknown') throw error;
        report('The backend no longer knows the agent', error);
        continue;
      }
      report(`Contact ${step.contactId} could not be ${step.type === 'stop' ? 'ended' : 'cleared'}`, error);
      if (step.type === 'stop' && error instanceof BackendError && error.fault !== 'busy') refused.push(step.contactId);
    }
  }
  const { notStopped = [], ...remarks } = remarksOn(observed, timing);
  const all = [...notStopped, ...refused];
  return { ...remarks, ...(all.length > 0 && { notStopped: all }) };
}

function take(backend: Backend, key: AgentKey, step: Step, asked: Asked): Promise<void> {
  switch (step.type) {
    case 'goOffline':
      return backend.goOffline(key, asked);
    case 'clear':
      return backend.clearContact(key, step.contactId, asked);
    case 'stop':
      return backend.stopContact(key, step.contactId, asked);
  }
}
