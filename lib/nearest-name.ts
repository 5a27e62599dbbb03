/** The name that takes the fewest changes of a letter to be the one given; case, hyphens and underscores do not count. */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  const ranked = names.map((name) => ({ name, changes: changesBetween(plain(given), plain(name)) }));
  return ranked.toSorted((one, other) => one.changes - other.changes)[0]?.name;
}

const plain = (name: string) => name.toLowerCase().replaceAll(/[-_\s]/g, '');

/** The Levenshtein distance: how many letters must be put in, taken out or replaced. */
function changesBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (let at = 1; at <= other.length; at += 1) {
      const replaced = (row[at - 1] ?? 0) + (letter === other[at - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
