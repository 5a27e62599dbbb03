import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';

const main = (...options: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['local/main.ts', ...options], { encoding: 'utf8' });
  return { status, stdout, stderr };
};

describe('npm start', () => {
  test.each([
    [['--port', 'x'], '--port must be 0 to 65529, got x\n'],
    [['--port', '70000'], '--port must be 0 to 65529, got 70000\n'],
    [['--speed', '0'], '--speed must be above 0 and at most 3600, got 0\n'],
    [['--bogus'], "Unknown option '--bogus'; npm start -- --help says what there is\n"],
  ])('%j prints one line and exits with 1', (options, message) => {
    expect(main(...options)).toEqual({ status: 1, stdout: '', stderr: message });
  });

  test('--help lists the options', () => {
    const { status, stdout } = main('--help');
    expect(status).toBe(0);
    for (const option of ['--port', '--speed', '--fresh', '--seed']) expect(stdout).toContain(option);
  });
});
