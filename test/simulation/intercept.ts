/** The same port with `around` put around each of its calls. Every method has to return a promise. */
export function intercept<Port extends object>(
  port: Port,
  around: (method: string, call: () => Promise<unknown>, given: readonly unknown[]) => Promise<unknown>,
): Port {
  return new Proxy(port, {
    get(target, name, receiver) {
      const method = Reflect.get(target, name, receiver);
      if (typeof method !== 'function') return method;
      return (...given: unknown[]) => around(String(name), async () => Reflect.apply(method, target, given), given);
    },
  });
}
