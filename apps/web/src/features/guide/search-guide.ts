/** A part of the guide as it is searched. */
export interface GuideSection {
  readonly slug: string;
  readonly chapter: string;
  /** Null for what stands before the first heading. */
  readonly heading: string | null;
  readonly id: string | null;
  readonly text: string;
}

export interface GuideHit {
  readonly section: GuideSection;
  /** The words around what was found. */
  readonly excerpt: string;
}

const MOST_HITS = 12;
const BEFORE = 40;
const EXCERPT = 140;

/** The sections in which every word occurs; those first that have them in their heading. */
export function searchGuide(sections: readonly GuideSection[], query: string): GuideHit[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return sections
    .flatMap((section) => {
      const title = (section.heading ?? section.chapter).toLowerCase();
      const text = section.text.toLowerCase();
      if (!words.every((word) => title.includes(word) || text.includes(word))) return [];
      const named = words.filter((word) => title.includes(word)).length;
      const begins = words.some((word) => title.startsWith(word));
      return [{ section, rank: named * 2 + (begins ? 1 : 0) }];
    })
    .sort((a, b) => b.rank - a.rank)
    .slice(0, MOST_HITS)
    .map(({ section }) => ({ section, excerpt: excerptOf(section.text, words) }));
}

function excerptOf(text: string, words: readonly string[]): string {
  const places = words.map((word) => text.toLowerCase().indexOf(word)).filter((at) => at >= 0);
  const found = places.length === 0 ? 0 : Math.min(...places);
  const from = found <= BEFORE ? 0 : text.lastIndexOf(" ", found - BEFORE) + 1;
  const part = text.slice(from, from + EXCERPT);
  return (from > 0 ? "… " : "") + part + (from + EXCERPT < text.length ? " …" : "");
}
