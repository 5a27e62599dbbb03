/** @throws Error if the page has no such element of this class */
export function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page must have a ${kind.name} with the id ${id}`);
  return found;
}

/** The time of day, to the second. */
export const timeOf = (at: Date): string => at.toLocaleTimeString('en-GB');

/** Adds a line with the time of day to the top of a list. */
export function addLine(list: HTMLElement, text: string, at = new Date()): void {
  const time = document.createElement('time');
  time.dateTime = at.toISOString();
  time.textContent = timeOf(at);
  const line = document.createElement('span');
  line.textContent = text;
  const item = document.createElement('li');
  item.append(time, line);
  list.prepend(item);
}
