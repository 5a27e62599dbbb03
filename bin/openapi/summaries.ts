/** What each route does, by its key, as the table of routes in docs/dialects.md says. */
export function summariesIn(page: string): ReadonlyMap<string, string> {
  const rows = page.matchAll(/^\| `((?:GET|HEAD|PUT|POST|PATCH|DELETE) \/\S*)` \| (.+?) \| .+ \|$/gm);
  return new Map([...rows].flatMap(([, key = '', what = '']) => [[key, sentence(what)] as const]));
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
