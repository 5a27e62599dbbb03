const heading = /^## (.*)$/gm;
const unreleased = 'Unreleased';
/** `0.1.0 – 2026-11-27`. */
const title = /^(\d+\.\d+\.\d+) – \d{4}-\d\d-\d\d$/;

export class ReleaseRefused extends Error {
  override readonly name = 'ReleaseRefused';
}

interface Section {
  readonly title: string;
  /** The text below the heading. */
  readonly text: string;
}

/** The sections of a changelog, the latest first. */
function sectionsOf(changelog: string): Section[] {
  const headings = [...changelog.matchAll(heading)];
  return headings.map((match, n) => ({
    title: (match[1] ?? '').trim(),
    text: changelog.slice(match.index + match[0].length, headings[n + 1]?.index).trim(),
  }));
}

/** The versions that a changelog has, the latest first. */
export const versionsOf = (changelog: string): string[] =>
  sectionsOf(changelog).flatMap((section) => title.exec(section.title)?.[1] ?? []);

/** A changelog in which what was unreleased is a version, and the notes of that version. @throws ReleaseRefused */
export function release(changelog: string, version: string, day: string): { changelog: string; notes: string } {
  const [first] = sectionsOf(changelog);
  if (first?.title !== unreleased)
    throw new ReleaseRefused(
      `CHANGELOG.md must begin with the section "## ${unreleased}", got "${first?.title ?? ''}".`,
    );
  if (first.text === '')
    throw new ReleaseRefused(`There is nothing to release: the section "## ${unreleased}" of CHANGELOG.md is empty.`);
  const released = `## ${unreleased}\n\n## ${version} – ${day}`;
  return { changelog: changelog.replace(`## ${unreleased}`, () => released), notes: first.text };
}

type Numbers = readonly [number, number, number];

/** @throws ReleaseRefused when the text is no version */
export const requireVersion = (text: string): void => void numbersOf(text);

function numbersOf(version: string): Numbers {
  const [, ...parts] = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(version) ?? [];
  const [major, minor, patch] = parts.map(Number);
  if (major === undefined || minor === undefined || patch === undefined)
    throw new ReleaseRefused(`The version must be three numbers such as 1.2.0, got "${version}".`);
  return [major, minor, patch];
}

/**
 * Refuses a version that does not follow the latest one: each release has been proved beside the one before it, so none may
 * be missing.
 *
 * @throws ReleaseRefused
 */
export function requireNext(version: string, [latest]: readonly string[]): void {
  requireVersion(version);
  if (latest === undefined) return;
  const [major, minor, patch] = numbersOf(latest);
  const next = [`${major}.${minor}.${patch + 1}`, `${major}.${minor + 1}.0`, `${major + 1}.0.0`];
  if (!next.includes(version))
    throw new ReleaseRefused(`After ${latest} comes ${next[0]}, ${next[1]} or ${next[2]}, not ${version}.`);
}
