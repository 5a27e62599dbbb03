/** How many requests a second a route takes that has this share of the stage's throttle, and as many at once after a pause. */
export const admittedPerSecond = (throttle: number, share: number): number => Math.max(1, Math.floor(throttle * share));
