import { isRealTime, type VirtualTime, virtualAt } from './virtual-time.ts';

/**
 * Makes `new Date()` and `Date.now()` of this thread tell the system's time. Timers stay real: an SDK's socket timeout
 * must not shrink with the minutes of the system.
 */
export function installVirtualDate(time: VirtualTime): void {
  if (isRealTime(time)) return;
  const RealDate = Date;
  const realNow = RealDate.now;
  const now = () => virtualAt(time, realNow());
  const VirtualDate = new Proxy(RealDate, {
    construct: (target, parameters, newTarget) =>
      Reflect.construct(target, parameters.length === 0 ? [now()] : parameters, newTarget),
    apply: () => new RealDate(now()).toString(),
  });
  RealDate.now = now;
  RealDate.prototype.constructor = VirtualDate;
  globalThis.Date = VirtualDate;
}
