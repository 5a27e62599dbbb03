import * as z from 'zod';
import { faultsOf } from '../faults.ts';
import { contactId } from '../fields.ts';
import type { Fault } from '../http.ts';
import { mustBe } from '../must-be.ts';

/** Names a contact: ids are unique within an instance only. */
export interface ContactKey {
  readonly instanceId: string;
  readonly contactId: string;
}

/** What an Amazon Connect flow wants when it invokes a Lambda. */
interface FlowCall {
  readonly type: 'call';
  /** The contact that the flow is about, by the id it began under. */
  readonly key: ContactKey;
  /** As the block has them: texts by name, or any JSON. */
  readonly parameters: unknown;
}

const instanceError = mustBe('the ARN of an Amazon Connect instance');
const instanceId = z
  .string({ error: instanceError })
  .regex(/^arn:[\w-]+:connect:[\w-]+:\d+:instance\/[A-Za-z0-9._@:-]{1,100}$/, { error: instanceError })
  .transform((arn) => arn.slice(arn.indexOf('/') + 1));

/** One part of an event; more keys than those named are of no concern here. */
const part = <Shape extends z.core.$ZodShape>(shape: Shape) => z.object(shape, { error: mustBe('an object') });

const flowEvent = part({
  Details: part({
    ContactData: part({ InstanceARN: instanceId, ContactId: contactId, InitialContactId: contactId.nullish() }),
    Parameters: z.unknown().optional(),
  }),
});

/**
 * Reads the event of a flow. Contact ids change with each transfer, what is known of a contact here does not: so it is
 * known by the id of the first.
 */
export function readFlowEvent(
  event: unknown,
): FlowCall | { readonly type: 'invalid'; readonly faults: readonly Fault[] } {
  const read = z.object({ event: flowEvent }).safeParse({ event }, { jitless: true });
  if (!read.success) return { type: 'invalid', faults: faultsOf(read.error.issues) };
  const { ContactData, Parameters } = read.data.event.Details;
  const { InstanceARN, ContactId, InitialContactId } = ContactData;
  const key = { instanceId: InstanceARN, contactId: InitialContactId ?? ContactId };
  return { type: 'call', key, parameters: Parameters ?? {} };
}
