/** Whether a text has so many Unicode characters, all of them whole. */
export function isTextOf(text: string, shortest: number, longest: number): boolean {
  // A character takes two units at most; so a text of any length need not be counted out.
  if (text.length > longest * 2 || !text.isWellFormed()) return false;
  const length = [...text].length;
  return length >= shortest && length <= longest;
}
