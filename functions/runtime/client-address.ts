import { includes } from '#core/agents/ip-range.ts';
import { isFault, readIpAddress, readIpRange } from '#dialects/ip-text.ts';

/**
 * The address of the client. It is the one that API Gateway saw, unless that belongs to a trusted proxy: each proxy appends
 * to `X-Forwarded-For` whom it saw, so the last address there that is no trusted proxy is the client's. Whatever a client
 * wrote into that header itself stands further left and is not looked at.
 *
 * @param trustedProxies addresses and networks, separated by commas
 */
export function clientAddress(sourceIp: string, forwardedFor: string | undefined, trustedProxies: string): string {
  if (trustedProxies === '') return sourceIp;
  const ranges = trustedProxies.split(',').flatMap((text) => {
    const range = readIpRange(text);
    return isFault(range) ? [] : [range];
  });
  const isTrusted = (text: string) => {
    const address = readIpAddress(text);
    return !isFault(address) && ranges.some((range) => includes(range, address));
  };
  const seen = [...(forwardedFor ?? '').split(',').map((text) => text.trim()), sourceIp].filter((text) => text !== '');
  return seen.findLast((text) => !isTrusted(text)) ?? sourceIp;
}
