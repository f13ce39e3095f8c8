import { mentionLabels } from "@pipepilot/domain/comment/mention-text";
import type { MentionedPerson } from "@pipepilot/domain/comment/schema";
import type { MemberRow } from "@pipepilot/domain/member/schema";
import type { Suggestions } from "@pipepilot/ui/query-input";

const MOST = 8;

/** How people are called in the text box: members, and those a comment names who are none any more. */
export function labelsOf(
  members: readonly MemberRow[],
  mentioned: readonly MentionedPerson[] = [],
): ReadonlyMap<string, string> {
  const labels = mentionLabels(members);
  for (const { userId, name } of mentioned)
    if (!labels.has(userId)) labels.set(userId, `${name} (no member any more)`);
  return labels;
}

/** Members whose name goes on as what was typed behind an @ before the cursor. */
export function suggestMember(
  text: string,
  cursor: number,
  members: readonly MemberRow[],
): Suggestions | null {
  const [, typed] = /(?:^|[^\p{L}\p{N}@])@([^\n@]{0,60})$/u.exec(text.slice(0, cursor)) ?? [];
  if (typed === undefined || typed.startsWith(" ")) return null;
  const labels = mentionLabels(members);
  const begun = typed.toLowerCase();
  const fits = ({ userId, email }: MemberRow) => {
    const label = (labels.get(userId) ?? "").toLowerCase();
    return (
      label.startsWith(begun) ||
      label.split(/\s+/).some((word) => word.startsWith(begun)) ||
      email.startsWith(begun)
    );
  };
  const options = members
    .filter(fits)
    .slice(0, MOST)
    .map((member) => {
      const label = labels.get(member.userId) ?? member.name;
      return { text: `@${label} `, label: member.name, hint: member.email };
    });
  return { from: cursor - typed.length - 1, to: cursor, options };
}
