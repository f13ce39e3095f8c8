const MENTION = /<@([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})>/g;

/** More people than anybody means to call. */
const MOST_MENTIONS = 50;

/** The ids of the people that a comment names, each once. */
export function mentionedIds(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(MENTION), ([, id]) => id))].slice(0, MOST_MENTIONS);
}

export interface NamedPerson {
  userId: string;
  name: string;
  email?: string;
}

/** What a text box calls each person: their name, and the address too where two have the same. */
export function mentionLabels(people: readonly NamedPerson[]): Map<string, string> {
  const count = new Map<string, number>();
  for (const { name } of people) count.set(name, (count.get(name) ?? 0) + 1);
  return new Map(
    people.map(({ userId, name, email }) => [
      userId,
      (count.get(name) ?? 0) > 1 && email ? `${name} (${email})` : name,
    ]),
  );
}

/** A kept text as people read and write it: `@Name` for each id that has a label. */
export function withNames(text: string, labels: ReadonlyMap<string, string>): string {
  return text.replace(MENTION, (whole, id: string) => {
    const label = labels.get(id);
    return label === undefined ? whole : `@${label}`;
  });
}

/** The other way round; of names that begin alike the longest counts, and no name ends inside a word. */
export function withIds(text: string, labels: ReadonlyMap<string, string>): string {
  const byLength = [...labels].sort(([, a], [, b]) => b.length - a.length);
  let result = "";
  for (let at = 0; at < text.length;) {
    const found =
      text[at] === "@" && !isWord(text[at - 1])
        ? byLength.find(([, label]) => standsAt(text, at + 1, label))
        : undefined;
    result += found ? `<@${found[0]}>` : text[at];
    at += found ? found[1].length + 1 : 1;
  }
  return result;
}

const isWord = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character);

function standsAt(text: string, at: number, label: string): boolean {
  if (label === "" || !text.startsWith(label, at)) return false;
  return !isWord(text[at + label.length]) || !isWord(label.at(-1));
}
