import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';

const main = (...options: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['local/main.ts', ...options], { encoding: 'utf8' });
  return { status, stdout, stderr };
};

describe('npm start', () => {
  test.each([
    [['--port', 'x'], '--port must be 0 to 65528, got x\n'],
    [['--port', '70000'], '--port must be 0 to 65528, got 70000\n'],
    [['--speed', '0'], '--speed must be above 0 and at most 3600, got 0\n'],
    [['--backend', 'genesys'], '--backend must be standalone or amazonConnect, got genesys\n'],
    [['--connect-endpoint', 'http://127.0.0.1:1'], '--connect-endpoint is for --backend amazonConnect\n'],
    [
      ['--backend', 'amazonConnect', '--connect-endpoint', 'nowhere'],
      '--connect-endpoint must be a URL such as http://127.0.0.1:4566, got nowhere\n',
    ],
    [
      ['--backend', 'amazonConnect', '--connect-endpoint', 'http://127.0.0.1:1'],
      '--connect-endpoint needs a seed that names its instance: "connect": {"instanceArn": "arn:aws:connect:…"}\n',
    ],
    [['--bogus'], "Unknown option '--bogus'; npm start -- --help says what there is\n"],
  ])('%j prints one line and exits with 1', (options, message) => {
    expect(main(...options)).toEqual({ status: 1, stdout: '', stderr: message });
  });

  test('--help lists the options', () => {
    const { status, stdout } = main('--help');
    expect(status).toBe(0);
    for (const option of ['--port', '--speed', '--fresh', '--seed', '--backend', '--connect-endpoint'])
      expect(stdout).toContain(option);
  });
});
