const DAY_MS = 24 * 60 * 60 * 1000;

export interface Day<Item> {
  /** "Today", "Yesterday" or the date. */
  title: string;
  items: Item[];
}

/** Things in the order of time, put together by the day they happened on in a time zone (the reader's where none is given). */
export function byDay<Item extends { at: Date }>(
  items: readonly Item[],
  now: number,
  timeZone?: string,
): Day<Item>[] {
  const format = new Intl.DateTimeFormat("en-US", { dateStyle: "full", timeZone });
  const today = format.format(now);
  const yesterday = format.format(now - DAY_MS);
  const days: (Day<Item> & { date: string })[] = [];
  for (const item of items) {
    const date = format.format(item.at);
    const title = date === today ? "Today" : date === yesterday ? "Yesterday" : date;
    const last = days.at(-1);
    if (last?.date === date) last.items.push(item);
    else days.push({ date, title, items: [item] });
  }
  return days;
}
