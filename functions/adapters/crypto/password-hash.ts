import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { PasswordHash } from '#core/agent-clients/ports.ts';

const saltBytes = 16;
const digestBytes = 32;

/** Parameters of scrypt: 2^logN blocks of 128 * r bytes (32 MiB together), processed p times. */
interface Cost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}
const cost: Cost = { logN: 15, r: 8, p: 1 };
/** More than the cost needs now, so that it can rise while older functions still run. */
const mostBytes = 128 * 1024 * 1024;

interface Hash {
  readonly cost: Cost;
  readonly salt: Buffer;
  readonly digest: Buffer;
}
/** Compared with when there is no hash. Nothing matches it. */
const noHash: Hash = { cost, salt: Buffer.alloc(saltBytes), digest: Buffer.alloc(digestBytes) };

const phcPattern = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;

/**
 * Hashes passwords with scrypt, in the PHC string format: `$scrypt$ln=15,r=8,p=1$<salt>$<digest>`, base64 without
 * padding. Each hash contains its parameters, so that they can change and older hashes still match.
 */
export function makePasswordHash(): PasswordHash {
  return {
    async hash(password) {
      const salt = randomBytes(saltBytes);
      return toText({ cost, salt, digest: await digestOf(password, salt, cost) });
    },

    /** A text that is no hash, because there is no password, takes as long as a real one and matches nothing. */
    async matches(password, text) {
      const hash = fromText(text);
      const { cost, salt, digest } = hash ?? noHash;
      const isSame = timingSafeEqual(await digestOf(password, salt, cost), digest);
      return hash !== undefined && isSame;
    },
  };
}

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);

/** The same characters are the same password, however a keyboard composes them. */
const digestOf = (password: string, salt: Buffer, { logN, r, p }: Cost) =>
  derive(password.normalize('NFKC'), salt, digestBytes, { N: 2 ** logN, r, p, maxmem: mostBytes });

const toText = ({ cost: { logN, r, p }, salt, digest }: Hash) =>
  ['', 'scrypt', `ln=${logN},r=${r},p=${p}`, unpadded(salt), unpadded(digest)].join('$');

function fromText(text: string): Hash | undefined {
  const [, logN, r, p, salt = '', digest = ''] = phcPattern.exec(text) ?? [];
  if (logN === undefined) return undefined;
  return {
    cost: { logN: Number(logN), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64'),
    digest: Buffer.from(digest, 'base64'),
  };
}

const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
