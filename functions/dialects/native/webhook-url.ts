import ipaddr from 'ipaddr.js';
import * as z from 'zod';
import { mustBe, sizeOf } from '../request-schema.ts';

const longestUrl = 2_048;
const mustBePublic =
  'Must lead to a public host: neither an address of a private, local or reserved range nor localhost or a name that ends in .localhost, .internal or .local';

/**
 * A URL to which events can be posted, as `URL` writes it. A `plain` one may be http and lead anywhere; others are https
 * and lead to a public host. Messages show only its length, because its query may be a secret.
 */
export function webhookUrl({ plain }: { readonly plain: boolean }) {
  const schemes = plain ? ['https:', 'http:'] : ['https:'];
  const what = `an ${schemes.join('// or ')}// URL of at most ${longestUrl} characters, in ASCII`;
  const mustBeUrl = mustBe(what, sizeOf);

  function faultOf(text: string): string | undefined {
    const url = /^[a-z]+:\/\/[\x21-\x7e]+$/i.test(text) ? URL.parse(text) : null;
    if (!url || url.href.length > longestUrl || !schemes.includes(url.protocol)) return mustBeUrl({ input: text });
    if (url.username || url.password) return 'Must have no user name and no password: deliveries are signed instead';
    if (url.hash) return 'Must have no fragment (#…): it would not be sent';
    return plain || isPublicHost(url.hostname) ? undefined : mustBePublic;
  }

  return z
    .string({ error: mustBeUrl })
    .superRefine((text, { issues }) => {
      const message = faultOf(text);
      if (message !== undefined) issues.push({ code: 'custom', input: text, message });
    })
    .transform((text) => new URL(text).href);
}

/** Names that are only valid on one machine or in one network (RFC 6761, RFC 6762, ICANN's `internal`). */
const localName = /(^|[.])(localhost|local|internal)[.]?$/;
/** The part of IPv6 that is assigned for use between networks (RFC 4291). */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether a host, as `URL` writes it, can be on the public internet. An address must not be of any special range. `URL`
 * writes addresses in their usual form, so `0x7f.1` is `127.0.0.1` here. A name is not looked up: it could lead elsewhere
 * a moment later.
 */
function isPublicHost(hostname: string): boolean {
  const text = hostname.replace(/^\[|\]$/g, '');
  if (!ipaddr.isValid(text)) return !localName.test(text);
  const address = ipaddr.process(text);
  return address.range() === 'unicast' && (address.kind() === 'ipv4' || address.match(globalUnicast));
}
