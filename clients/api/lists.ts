import type { EntryOf, Given, ListPath } from './calls.ts';

/** Fetches a page, whatever the list. */
type FetchPage = (path: ListPath, request: { readonly query: Record<string, unknown> }) => Promise<unknown>;

/** A page of any list: its entries are in the one member that is an array. */
type Page = Readonly<Record<string, unknown>> & { readonly cursor?: string };

/** Every entry of a list. A page is fetched when the entries before it have been taken. */
export const makeList = (fetchPage: FetchPage) =>
  async function* list<P extends ListPath>(
    path: P,
    ...[given]: Given<'get', P>
  ): AsyncGenerator<EntryOf<P>, void, undefined> {
    const first = (given ?? {}) as { readonly query?: Record<string, unknown> };
    let cursor: string | undefined;
    do {
      const request = { ...first, query: { ...first.query, ...(cursor !== undefined && { cursor }) } };
      const page = (await fetchPage(path, request)) as Page;
      for (const entries of Object.values(page)) if (Array.isArray(entries)) yield* entries;
      cursor = page.cursor;
    } while (cursor !== undefined);
  };
