import { serveApps } from './app-processes.ts';
import { compileCache, prepareAssembly } from './assembly.ts';

/** What Jest calls before the first suite of the project `app`. What is set here is known in all suites. */
export default async function setUp(): Promise<void> {
  await prepareAssembly();
  process.env.NODE_COMPILE_CACHE ??= compileCache();
  process.env.LASTCALL_APPS ??= await serveApps();
}
