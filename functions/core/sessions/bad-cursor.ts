/** The cursor does not come from this list: it was changed on the way, or belongs to another list or instance. */
export class BadCursorError extends Error {
  override readonly name = 'BadCursorError';

  constructor() {
    super('The cursor does not belong to this list; start again without one');
  }
}
