"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { withIds, withNames } from "@pipepilot/domain/comment/mention-text";
import { LONGEST_COMMENT, type MentionedPerson } from "@pipepilot/domain/comment/schema";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { CompletingTextarea } from "@pipepilot/ui/completing-textarea";
import { Field } from "@pipepilot/ui/field";
import { Markdown } from "@pipepilot/ui/markdown";
import { useTRPC } from "@/trpc/client";
import { labelsOf, suggestMember } from "./suggest-member";

interface CommentEditorProps {
  project: string;
  /** What is changed; absent where something new is written. */
  comment?: { text: string; mentions: readonly MentionedPerson[] };
  label: string;
  action: string;
  /** Gets the text as it is kept, with ids for names. When it throws, what was written stays. */
  onSave: (text: string) => Promise<unknown>;
  onCancel?: () => void;
}

const NO_MEMBERS: never[] = [];

/** Where one writes: Markdown, `@` for a member, Ctrl+Enter to send. */
export function CommentEditor({ project, comment, label, action, onSave, onCancel }: CommentEditorProps) {
  const trpc = useTRPC();
  const { data: members = NO_MEMBERS } = useQuery(trpc.member.list.queryOptions({ project }));
  const labels = useMemo(() => labelsOf(members, comment?.mentions), [members, comment?.mentions]);
  // Null until somebody types: names may come after the box.
  const [typed, setTyped] = useState<string | null>(null);
  const [previewing, setPreviewing] = useState(false);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const text = typed ?? withNames(comment?.text ?? "", labels);
  const people = new Map(
    [...labels].map(([userId, name]) => [
      userId,
      { name, isHere: members.some((each) => each.userId === userId) },
    ]),
  );

  async function save() {
    if (saving || text.trim() === "") return;
    setSaving(true);
    setError(null);
    try {
      await onSave(withIds(text, labels));
      setTyped(null);
      setPreviewing(false);
    } catch (cause) {
      setError((cause as Error).message.replace(/^text: /, ""));
    } finally {
      setSaving(false);
    }
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      className="flex flex-col gap-2.5"
    >
      {previewing ? (
        <div className="min-h-20 rounded-md border border-line px-3 py-2">
          <Markdown source={withIds(text, labels)} people={people} />
        </div>
      ) : (
        <Field label={label} hideLabel hint="Markdown. @ names a member, Ctrl+Enter sends.">
          <CompletingTextarea
            rows={Math.min(16, Math.max(3, text.split("\n").length + 1))}
            maxLength={LONGEST_COMMENT}
            value={text}
            onChange={setTyped}
            suggest={(written, cursor) => suggestMember(written, cursor, members)}
            suggestionsLabel="Members"
            autoFocus={comment !== undefined}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
                event.preventDefault();
                void save();
              }
            }}
          />
        </Field>
      )}
      {error ? <Alert tone="error">{error}</Alert> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button
          variant="quiet"
          aria-pressed={previewing}
          disabled={text.trim() === ""}
          onClick={() => setPreviewing(!previewing)}
        >
          {previewing ? "Go on writing" : "Preview"}
        </Button>
        {onCancel ? <Button onClick={onCancel}>Cancel</Button> : null}
        <Button type="submit" variant="primary" loading={saving} disabled={text.trim() === ""}>
          {action}
        </Button>
      </div>
    </form>
  );
}
