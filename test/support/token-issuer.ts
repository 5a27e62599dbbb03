import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { close, listen } from '../../local/aws/http-server.ts';

const text = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An issuer of OpenID Connect on 127.0.0.1, which can change its keys and stop answering. */
export class TokenIssuer {
  url = '';
  /** What it is asked for, in order. */
  readonly asked: string[] = [];
  /** The status of its answers. */
  status = 200;
  /** What its discovery document says besides. */
  discovery: object = {};
  private key: KeyObject;
  private keyId = 0;
  private jwks: object[] = [];
  private readonly server: Server;

  constructor() {
    this.key = this.changeKey();
    this.server = createServer(({ url = '' }, response) => {
      this.asked.push(url);
      const body = url.endsWith('/openid-configuration')
        ? { issuer: this.url, jwks_uri: `${this.url}/keys`, ...this.discovery }
        : { keys: this.jwks };
      response.writeHead(this.status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  }

  async start(): Promise<this> {
    this.url = await listen(this.server, 0, 'The issuer');
    return this;
  }

  stop = () => close(this.server);

  /** From now on tokens are signed with another key. */
  changeKey(): KeyObject {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.keyId += 1;
    this.jwks = [{ ...publicKey.export({ format: 'jwk' }), kid: `key-${this.keyId}`, alg: 'ES256', use: 'sig' }];
    this.key = privateKey;
    return privateKey;
  }

  /** A token with these claims over those that a good one has. `undefined` leaves one out. */
  token(claims: object = {}, header: object = {}): string {
    const now = Math.floor(Date.now() / 1_000);
    const usual = { iss: this.url, aud: 'lastcall', sub: 'ann', iat: now, exp: now + 600, lastcall_instance: 'demo' };
    const head = text({ alg: 'ES256', typ: 'JWT', kid: `key-${this.keyId}`, ...header });
    const signed = `${head}.${text({ ...usual, scope: 'sessions:read logout:one', ...claims })}`;
    const signature = sign('sha256', Buffer.from(signed), { key: this.key, dsaEncoding: 'ieee-p1363' });
    return `${signed}.${signature.toString('base64url')}`;
  }
}
