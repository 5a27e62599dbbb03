import type { Declarations } from './declared.ts';
import { apiType } from './http-api.ts';
import type { Place } from './resource-type.ts';
import { socketApiType } from './websocket-api.ts';

/** Puts the addresses that the app's APIs have here in place of those that AWS makes of their ids. */
export function makeToLocalAddress(declared: Declarations, place: Place): (text: string) => string {
  const suffix = `.execute-api.${place.region}.amazonaws.com`;
  const addresses = [
    ...declared(apiType).map(({ ref }): [string, string] => [`https://${ref}${suffix}`, place.httpUrl]),
    ...declared(socketApiType).map(({ ref }): [string, string] => [`wss://${ref}${suffix}`, place.socketUrl]),
  ];
  return (text) => addresses.reduce((changed, [there, here]) => changed.replaceAll(there, here), text);
}
