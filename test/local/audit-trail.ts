import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalRun } from '../../local/start-local.ts';

/** Reads the audit trail of a run whose state is in a folder: the details of every event, in the order of publishing. */
export function openAuditTrail({ app }: LocalRun, folder: string) {
  const groups = app.rules.flatMap(({ targets }) =>
    targets.flatMap((target) => (target.type === 'logGroup' ? target.logGroupName : [])),
  );
  return (): readonly ReturnType<typeof JSON.parse>[] =>
    groups
      .map((group) => join(folder, 'logs', `${group}.log`))
      .flatMap((file) => readFileSync(file, { encoding: 'utf8', flag: 'a+' }).split('\n').filter(Boolean))
      .map((line) => JSON.parse(line).detail);
}
