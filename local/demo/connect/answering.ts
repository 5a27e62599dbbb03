/** How calls of `putAgentState` are answered: as they should be, refused, late, or not at all and without effect. */
export type Answering =
  | { readonly how: 'asUsual' }
  | { readonly how: 'failing'; readonly error: string }
  | { readonly how: 'late'; readonly lateMillis: number }
  | { readonly how: 'never' };
