import { UsageFault } from './command.ts';

const onThisMachine = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The address of a stage. Over plain http a key could be read on the way, so only the local run may have such an address. @throws UsageFault */
export function urlOfStage(text: string | undefined): string {
  if (text === undefined) throw new UsageFault('--url is missing');
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageFault(
      `--url must be an address such as https://abc.execute-api.eu-central-1.amazonaws.com, got ${text || 'nothing'}`,
    );
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new UsageFault('--url must be an address without user, query or fragment');
  if (url.protocol !== 'https:' && !onThisMachine.has(url.hostname))
    throw new UsageFault(`--url must begin with https:// unless it is on this machine, got ${text}`);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
