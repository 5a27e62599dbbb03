import { randomBytes } from 'node:crypto';

/** A new id as API Gateway gives them to connections, requests and messages: `R0oXAdfD0kwCH6w=`. */
export function gatewayId(): string {
  return `${randomBytes(11).toString('base64url')}=`;
}

/** Whether an id could be one of API Gateway's. */
export function isGatewayId(text: string): boolean {
  return /^[\w-]{15}=$/.test(text);
}
