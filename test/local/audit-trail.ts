import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { StartedApp } from '../app/app-processes.ts';

type Details = readonly ReturnType<typeof JSON.parse>[];

/** Reads the audit trail of an app: the details of every event, in the order of publishing. */
export function openAuditTrail({ app, folder }: Pick<StartedApp, 'app' | 'folder'>): () => Details {
  const groups = app.rules.flatMap(({ targets }) =>
    targets.flatMap((target) => (target.type === 'logGroup' ? target.logGroupName : [])),
  );
  const logs = groups.map((group) => growing(join(folder, 'logs', `${group}.log`)));
  return () => logs.flatMap((details) => details());
}

/** Reads a log that grows. What has been read is not read again. */
function growing(file: string): () => Details {
  const details: ReturnType<typeof JSON.parse>[] = [];
  let position = 0;
  return () => {
    const log = openSync(file, 'a+');
    const added = Buffer.alloc(fstatSync(log).size - position);
    readSync(log, added, 0, added.length, position);
    closeSync(log);
    const whole = added.lastIndexOf('\n') + 1;
    position += whole;
    for (const line of added.toString('utf8', 0, whole).split('\n').filter(Boolean))
      details.push(JSON.parse(line).detail);
    return details;
  };
}
