import type { AnswerOf, EntryOf, Given, ListPath } from './calls.ts';

type Get = <P extends ListPath>(path: P, ...given: Given<'get', P>) => Promise<AnswerOf<'get', P>>;

/** A page of any list: its entries are in the one member that is an array. */
type Page = Readonly<Record<string, unknown>> & { readonly cursor?: string };

/** Every entry of a list. A page is fetched when the entries before it have been taken. */
export const makeList = (get: Get) =>
  async function* list<P extends ListPath>(
    path: P,
    ...[given]: Given<'get', P>
  ): AsyncGenerator<EntryOf<P>, void, undefined> {
    const first = (given ?? {}) as { readonly query?: object };
    let cursor: string | undefined;
    do {
      const request = { ...first, query: { ...first.query, ...(cursor !== undefined && { cursor }) } };
      const page = (await get(path, ...([request] as unknown as Given<'get', P>))) as Page;
      for (const entries of Object.values(page)) if (Array.isArray(entries)) yield* entries;
      cursor = page.cursor;
    } while (cursor !== undefined);
  };
