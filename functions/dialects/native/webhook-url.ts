import * as z from 'zod';
import { mustBe, sizeOf } from '../must-be.ts';
import { isPublicHost } from './public-host.ts';

const longestUrl = 2_048;
const mustBePublic =
  'Must lead to a public host: neither an address of a private, local or reserved range nor localhost or a name that ends in .localhost, .internal or .local';

/**
 * An address that events can be posted to, as `URL` writes it: `plain` ones may be http and lead anywhere, others are
 * https and lead to a public host. Messages show only its length, for its query may be a secret.
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
