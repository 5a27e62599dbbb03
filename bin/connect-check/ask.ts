import { setTimeout as wait } from 'node:timers/promises';
import type { ConnectClient } from '@aws-sdk/client-connect';
import * as z from 'zod';
import { messageOf } from '../command.ts';
import type { InstanceArn } from './instance-arn.ts';

/** Something that makes every further question useless. The message is for the operator. */
export class CheckFault extends Error {
  override readonly name = 'CheckFault';
}

/** What became of a call: its answer, or a sentence that says why there is none. */
export type Asked<Answer> =
  | { readonly type: 'answer'; readonly answer: Answer }
  | { readonly type: 'denied' | 'unknown' | 'failed'; readonly sentence: string };

/** Calls Amazon Connect. */
export interface Amazon {
  readonly client: ConnectClient;
  readonly instance: InstanceArn;
  /** Makes a call. @throws CheckFault for what every other call would meet, too */
  ask<Answer>(operation: string, send: () => Promise<Answer>): Promise<Asked<Answer>>;
  /** The operations that were allowed and denied so far. */
  readonly allowed: ReadonlySet<string>;
  readonly denied: ReadonlySet<string>;
}

const thrown = z.looseObject({
  name: z.string().catch(''),
  code: z.string().optional().catch(undefined),
  $metadata: z.looseObject({ httpStatusCode: z.number().optional() }).catch({}),
});

const expired = /^ExpiredToken|^RequestExpired/;
const unknownCredentials =
  /^(UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId|MissingAuthenticationToken|IncompleteSignature)/;

export function makeAsk(client: ConnectClient, instance: InstanceArn): Amazon {
  const [allowed, denied] = [new Set<string>(), new Set<string>()];

  function faultOf(operation: string, error: unknown): Exclude<Asked<never>, { type: 'answer' }> {
    const { name, code, $metadata } = thrown.parse(error);
    const status = $metadata.httpStatusCode;
    if (/^(CredentialsProvider|TokenProvider)Error$/.test(name)) {
      throw new CheckFault(
        `There are no AWS credentials, or they have expired: sign in as for the AWS CLI (${messageOf(error)})`,
      );
    }
    if (expired.test(name)) throw new CheckFault('The AWS credentials have expired: sign in again');
    if (unknownCredentials.test(name))
      throw new CheckFault('AWS does not know these credentials: check the AWS profile');
    if (name === 'InvalidSignatureException') {
      throw new CheckFault(
        `Amazon Connect in ${instance.region} refuses the signature: check the secret key, the clock of this machine, and that the instance is in ${instance.region}`,
      );
    }
    if (status === undefined) {
      if (/^(Type|Range|Reference)Error$/.test(name)) throw error;
      const why = code ?? (name === 'Error' ? messageOf(error) : name);
      throw new CheckFault(
        `Amazon Connect in ${instance.region} cannot be reached (${why}): check the network, and that ${instance.region} is a region that has Amazon Connect`,
      );
    }
    if (status === 403) {
      denied.add(operation);
      return {
        type: 'denied',
        sentence: `these credentials may not use connect:${operation}; allow it and check again`,
      };
    }
    if (status === 404 || status === 410) return { type: 'unknown', sentence: `${operation} found nothing` };
    if (status === 429) {
      return {
        type: 'failed',
        sentence: `${operation} was throttled, because something else uses up this account's quota; check again later`,
      };
    }
    const why = status < 500 ? `refused with ${name}` : 'not answered';
    return { type: 'failed', sentence: `${operation} was ${why} (status ${status}); check again later` };
  }

  return {
    client,
    instance,
    allowed,
    denied,
    async ask(operation, send) {
      try {
        const answer = await send();
        allowed.add(operation);
        return { type: 'answer', answer };
      } catch (error) {
        const fault = faultOf(operation, error);
        if (fault.type === 'unknown') allowed.add(operation);
        return fault;
      }
    },
  };
}

/** So many pages are asked for at once, and further ones after a pause each: others use the same two calls a second. */
const pagesAtOnce = 3;
const pauseMillis = 700;

/** A call whose answers are pages. */
export async function askPages<Item>(
  { ask }: Amazon,
  operation: string,
  page: (
    NextToken: string | undefined,
  ) => Promise<{ readonly items: readonly Item[]; readonly NextToken?: string | undefined }>,
  mostPages = 20,
): Promise<Asked<{ readonly items: readonly Item[]; readonly isWhole: boolean }>> {
  const items: Item[] = [];
  let NextToken: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    if (pages >= pagesAtOnce) await wait(pauseMillis);
    const asked = await ask(operation, () => page(NextToken));
    if (asked.type !== 'answer') return asked;
    items.push(...asked.answer.items);
    NextToken = asked.answer.NextToken;
    if (NextToken === undefined) return { type: 'answer', answer: { items, isWhole: true } };
  }
  return { type: 'answer', answer: { items, isWhole: false } };
}
