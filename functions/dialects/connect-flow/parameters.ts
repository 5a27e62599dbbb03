import * as z from 'zod';
import { agentId, contactId } from '../fields.ts';
import type { Fault } from '../http.ts';
import { faultsOf, mustBe } from '../request-schema.ts';

/** Names a contact: ids are unique within an instance only. */
interface ContactKey {
  readonly instanceId: string;
  readonly contactId: string;
}

/** What a flow gives a Lambda, or everything that is wrong with it. */
type Given<Parameters> =
  | {
      readonly type: 'given';
      /** The contact that the flow handles, by the id that it began with. */
      readonly key: ContactKey;
      /** Its id since the last transfer. */
      readonly legId: string;
      readonly parameters: Parameters;
    }
  | { readonly type: 'invalid'; readonly faults: readonly Fault[] };

const instanceError = mustBe('the ARN of an Amazon Connect instance');
const instanceId = z
  .string({ error: instanceError })
  .regex(/^arn:[\w-]+:connect:[\w-]+:\d+:instance\/[A-Za-z0-9._@:-]{1,100}$/, { error: instanceError })
  .transform((arn) => arn.slice(arn.indexOf('/') + 1));

/** A part of an event. Other keys in it are ignored. */
const part = <Shape extends z.core.$ZodShape>(shape: Shape) => z.object(shape, { error: mustBe('an object') });

const flowEvent = part({
  Details: part({
    ContactData: part({
      InstanceARN: instanceId,
      ContactId: contactId,
      InitialContactId: z.preprocess((given) => (isNotGiven(given) ? undefined : given), contactId.optional()),
    }),
    Parameters: z.unknown().optional(),
  }),
});

/**
 * Reads the event of a flow whose block has these parameters: texts by name, or any JSON. Never throws, whatever the event
 * is. A contact gets a new id with each transfer; Lastcall knows it by the first one.
 */
export function readParameters<Parameters>(event: unknown, parameters: z.ZodType<Parameters>): Given<Parameters> {
  const read = z.object({ event: flowEvent }).safeParse({ event }, { jitless: true });
  if (!read.success) return { type: 'invalid', faults: faultsOf(read.error.issues) };
  const { ContactData, Parameters } = read.data.event.Details;
  const given = z.object({ parameters }).safeParse({ parameters: Parameters ?? {} }, { jitless: true });
  if (!given.success) return { type: 'invalid', faults: faultsOf(given.error.issues) };
  const { InstanceARN, ContactId, InitialContactId } = ContactData;
  const key = { instanceId: InstanceARN, contactId: InitialContactId ?? ContactId };
  return { type: 'given', key, legId: ContactId, parameters: given.data.parameters };
}

/** Whether a flow gives nothing: an attribute that is not set becomes an empty text, or blanks between other texts. */
export const isNotGiven = (given: unknown): given is undefined | null | string =>
  given === undefined || given === null || (typeof given === 'string' && given.trim() === '');

/** Flows write most values as texts, some with blanks around them. An id that is a number may come as a number. */
export const plainText = (given: unknown): unknown => {
  if (isNotGiven(given)) return undefined;
  if (typeof given === 'number' && Number.isSafeInteger(given)) return String(given);
  return typeof given === 'string' ? given.trim() : given;
};

/** A parameter that names an agent. */
export const agentParameter = z.unknown().transform(plainText).pipe(agentId);
