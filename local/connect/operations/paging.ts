import { BadRequest, ConnectError } from '../connect-error.ts';

/** Tokens are dead after this. */
const tokenLifeMillis = 24 * 3_600_000;

interface PagedInput {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** A page of a list, with the token of the next one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly NextToken: string | undefined;
}

/**
 * Cuts a page out of a list. Positions are numbers, so an item may come on two pages or on none while the list changes.
 *
 * @throws BadRequest for a token that was made for other arguments, and ConnectError for one that is dead
 */
export function pageOf<Item>(
  list: readonly Item[],
  input: PagedInput,
  { now, usualSize }: { readonly now: number; readonly usualSize: number },
): Page<Item> {
  const { MaxResults = usualSize, NextToken, ...rest } = input;
  // The size of the page is one of the arguments to be kept.
  const made = JSON.stringify({ ...rest, MaxResults });
  const start = NextToken === undefined ? 0 : positionIn(NextToken, made, now);
  const end = start + MaxResults;
  return {
    items: list.slice(start, end),
    NextToken: end < list.length ? encode({ position: end, made, at: now }) : undefined,
  };
}

function positionIn(token: string, made: string, now: number): number {
  const read = decode(token);
  if (read === undefined) throw new ConnectError('InvalidToken', 'The token is malformed');
  if (now - read.at > tokenLifeMillis) throw new ConnectError('InvalidToken', 'The token has expired');
  if (read.made !== made) throw new BadRequest('NextToken must be used with the arguments it was made for');
  return read.position;
}

interface Token {
  readonly position: number;
  readonly made: string;
  readonly at: number;
}

function encode({ position, made, at }: Token): string {
  return Buffer.from(JSON.stringify([position, made, at])).toString('base64');
}

function decode(token: string): Token | undefined {
  try {
    const [position, made, at]: unknown[] = JSON.parse(Buffer.from(token, 'base64').toString());
    if (typeof position !== 'number' || typeof made !== 'string' || typeof at !== 'number') return undefined;
    return { position, made, at };
  } catch {
    return undefined;
  }
}
