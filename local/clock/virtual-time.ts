/** The system's clock on this machine, as a line through one common origin (milliseconds), so that every thread agrees. */
export interface VirtualTime {
  readonly realOrigin: number;
  readonly virtualOrigin: number;
  /** Virtual milliseconds in one real millisecond. */
  readonly speed: number;
}

/** The instant of the system at a real instant. */
export function virtualAt(time: VirtualTime, realInstant: number): number {
  return Math.floor(time.virtualOrigin + (realInstant - time.realOrigin) * time.speed);
}

/** How long a duration of the system takes here, in real milliseconds. */
export function realMillis(time: VirtualTime, virtualMillis: number): number {
  return virtualMillis / time.speed;
}

/** Whether the system's clock shows what the wall clock shows. */
export function isRealTime(time: VirtualTime): boolean {
  return time.speed === 1 && time.realOrigin === time.virtualOrigin;
}
