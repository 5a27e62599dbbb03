import { readCloudAssembly } from '../../local/assembly/cloud-assembly.ts';
import { type LocalApp, readApp } from '../../local/local-app.ts';
import { place } from '../../local/place.ts';
import { type AStack, anAssembly } from './an-assembly.ts';

/** Where the app's APIs and queues are when nothing runs. */
export const localUrls = {
  httpUrl: 'http://127.0.0.1:1',
  socketUrl: 'ws://127.0.0.1:2',
  sqsUrl: 'http://127.0.0.1:3',
};

/** Reads an app from its templates, as a start does. */
export function readTemplates(stacks: Record<string, AStack>, bundles: Record<string, string> = {}): LocalApp {
  return readApp(readCloudAssembly(anAssembly(stacks, bundles)), { ...place, ...localUrls });
}
