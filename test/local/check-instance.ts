import { afterEach, beforeEach } from '@jest/globals';
import { readInstanceArn } from '../../bin/connect-check/instance-arn.ts';
import type { CheckOptions } from '../../bin/connect-check/options.ts';
import { runCheck } from '../../bin/connect-check/run.ts';
import type { TestedCentre } from '../connect/a-centre.ts';

/** The environment of an operator who is signed in to AWS. */
export const credentials = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
beforeEach(() => void Object.assign(process.env, credentials));
afterEach(() => {
  for (const name of Object.keys(credentials)) delete process.env[name];
});

type Checked = Partial<Omit<CheckOptions, 'instance'>> & { readonly arn?: string };

/** What a check of an instance prints, and whether all of it will work. */
export async function check(centre: TestedCentre, { arn = centre.instance.arns.instance, ...more }: Checked = {}) {
  const lines: string[] = [];
  const options: CheckOptions = { instance: readInstanceArn(arn), endpoint: centre.url, ...more };
  const works = await runCheck(options, (line) => lines.push(line));
  const about = (what: string) => lines.filter((line) => line.includes(`  ${what}: `));
  const failing = lines.filter((line) => line.startsWith('WILL NOT WORK'));
  return { works, lines, about, failing };
}
