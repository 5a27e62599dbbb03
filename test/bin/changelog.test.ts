import { expect, test } from '@jest/globals';
import { release, requireNext, versionsOf } from '../../bin/release/changelog.ts';

const changelog = `# Changelog

## Unreleased

- New: chats cost $& less.

## 0.2.0 – 2026-12-01

- Mended.

## 0.1.0 – 2026-11-27

- First.
`;

test('what was unreleased becomes the section of the version, and the notes are its text', () => {
  const released = release(changelog, '0.3.0', '2026-12-09');
  expect(released.notes).toBe('- New: chats cost $& less.');
  expect(released.changelog).toBe(changelog.replace('Unreleased\n', 'Unreleased\n\n## 0.3.0 – 2026-12-09\n'));
  expect(versionsOf(released.changelog)).toEqual(['0.3.0', '0.2.0', '0.1.0']);
});

test.each([
  ['# Changelog\n\n## Unreleased\n\n## 0.1.0 – 2026-11-27\n\n- First.\n', 'There is nothing to release'],
  ['# Changelog\n\n## Unreleased\n', 'There is nothing to release'],
  ['# Changelog\n\n## 0.1.0 – 2026-11-27\n\n- First.\n', 'must begin with the section "## Unreleased", got "0.1.0'],
  ['# Changelog\n', 'must begin with the section "## Unreleased", got ""'],
])('a changelog without anything unreleased is refused: %j', (text, refusal) => {
  expect(() => release(text, '0.2.0', '2026-12-09')).toThrow(refusal);
});

test.each([
  ['0.2.1', true],
  ['0.3.0', true],
  ['1.0.0', true],
  ['0.2.0', false],
  ['0.1.1', false],
  ['0.2.2', false],
  ['0.4.0', false],
  ['2.0.0', false],
  ['1.2', false],
  ['v0.3.0', false],
  ['0.3.0-rc.1', false],
  ['0.03.0', false],
])('after 0.2.0 the version %s may be released: %s', (version, isAllowed) => {
  const required = expect(() => requireNext(version, versionsOf(changelog)));
  if (isAllowed) required.not.toThrow();
  else required.toThrow(/^(After 0\.2\.0 comes 0\.2\.1, 0\.3\.0 or 1\.0\.0, not |The version must be three numbers)/);
});

test('the first release may have any version', () => {
  expect(() => requireNext('0.1.0', versionsOf('# Changelog\n\n## Unreleased\n\n- First.\n'))).not.toThrow();
});
