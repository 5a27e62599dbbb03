/**
 * The clock of a local run, which may run faster than real time: a line through one origin (milliseconds), so that every
 * thread computes the same time.
 */
export interface VirtualTime {
  readonly realOrigin: number;
  readonly virtualOrigin: number;
  /** Virtual milliseconds per real millisecond. */
  readonly speed: number;
}

/** The virtual time at a real instant. */
export function virtualAt(time: VirtualTime, realInstant: number): number {
  return Math.floor(time.virtualOrigin + (realInstant - time.realOrigin) * time.speed);
}

/** How long a virtual duration lasts in real milliseconds. */
export function realMillis(time: VirtualTime, virtualMillis: number): number {
  return virtualMillis / time.speed;
}

/** Whether virtual time is real time. */
export function isRealTime(time: VirtualTime): boolean {
  return time.speed === 1 && time.realOrigin === time.virtualOrigin;
}

/**
 * Makes `new Date()` and `Date.now()` of this thread return virtual time. Timers stay real: the socket timeout of an SDK
 * must not shrink with the speed.
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
