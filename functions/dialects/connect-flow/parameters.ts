import * as z from 'zod';
import { faultsOf } from '../faults.ts';
import { agentId } from '../fields.ts';
import type { Fault } from '../http.ts';
import { type ContactKey, readFlowEvent } from './event.ts';

/** Flows write most things as texts, some with blanks around; ids that are numbers come as numbers too. */
export const plainText = (given: unknown): unknown => {
  if (typeof given === 'number' && Number.isSafeInteger(given)) return String(given);
  return typeof given === 'string' ? given.trim() : given;
};

/** A parameter that names an agent. */
export const agentParameter = z.unknown().transform(plainText).pipe(agentId);

/** What a flow gives a Lambda, or everything that is wrong with it. */
type Given<Parameters> =
  | {
      readonly type: 'given';
      /** The contact that the flow is about. */
      readonly key: ContactKey;
      readonly parameters: Parameters;
    }
  | { readonly type: 'invalid'; readonly faults: readonly Fault[] };

/** Reads the event of a flow whose block has these parameters. Never throws, whatever the event is. */
export function readParameters<Parameters>(event: unknown, parameters: z.ZodType<Parameters>): Given<Parameters> {
  const call = readFlowEvent(event);
  if (call.type === 'invalid') return call;
  const read = z.object({ parameters }).safeParse(call, { jitless: true });
  if (!read.success) return { type: 'invalid', faults: faultsOf(read.error.issues) };
  return { type: 'given', key: call.key, parameters: read.data.parameters };
}
