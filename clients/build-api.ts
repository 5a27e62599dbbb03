import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const here = import.meta.dirname;
const source = join(here, 'api');

/** The package holds a copy of the fetch library, so that it needs no other package. */
const licence = '/*! Contains openapi-fetch, MIT License, Copyright (c) 2023 Drew Powers, https://openapi-ts.dev */';

/** Builds what the package of the API client has beside its README: the client as one ES module, and its types. */
export function buildApiClient(folder = join(source, 'dist')): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  buildSync({
    entryPoints: [join(source, 'lastcall-client.ts')],
    outfile: join(folder, 'lastcall-client.js'),
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    banner: { js: licence },
  });
  const emit = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--rootDir', source, '--outDir', folder];
  execFileSync(process.execPath, [join(here, '../node_modules/typescript/bin/tsc'), '-p', source, ...emit]);
  for (const name of readdirSync(folder).filter((name) => name.endsWith('.d.ts'))) {
    const declarations = readFileSync(join(folder, name), 'utf8');
    writeFileSync(join(folder, name), declarations.replaceAll(/from '(\.\/[\w-]+)\.ts'/g, "from '$1.js'"));
  }
}

if (import.meta.main) buildApiClient();
