/** Something that keeps the local run from starting and that the person who started it can put right: shown as one line. */
export class StartFault extends Error {
  override readonly name = 'StartFault';
}
