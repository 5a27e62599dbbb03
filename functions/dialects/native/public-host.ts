import ipaddr from 'ipaddr.js';

/** Names that mean something on one machine or in one network only (RFC 6761, RFC 6762, ICANN's `internal`). */
const localName = /(^|[.])(localhost|local|internal)[.]?$/;
/** All of IPv6 that has been given out for use between networks (RFC 4291). */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether a host, as `URL` writes it, may be somebody else's on the internet. Of addresses only those that are no
 * special ones of any kind; `URL` has written them in their usual form before, so `0x7f.1` is `127.0.0.1` here. What a
 * name leads to is not looked up: it may lead elsewhere a moment later.
 */
export function isPublicHost(hostname: string): boolean {
  const text = hostname.replace(/^\[|\]$/g, '');
  if (!ipaddr.isValid(text)) return !localName.test(text);
  const address = ipaddr.process(text);
  return address.range() === 'unicast' && (address.kind() === 'ipv4' || address.match(globalUnicast));
}
