"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { RunNoteState } from "@pipepilot/domain/run/schema";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { Field } from "@pipepilot/ui/field";
import { Markdown } from "@pipepilot/ui/markdown";
import { Textarea } from "@pipepilot/ui/textarea";
import { useTRPC } from "@/trpc/client";

interface NoteEditorProps {
  project: string;
  runId: string;
  /** As it is now; live. */
  note: RunNoteState;
  onDone: () => void;
}

const LONGEST = 8000;

/** Writes the next version. Whoever was overtaken sees the other version beside the own one, and loses neither. */
export function NoteEditor({ project, runId, note, onDone }: NoteEditorProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [text, setText] = useState(note.text);
  const [base, setBase] = useState(note.number);
  const [previewing, setPreviewing] = useState(false);
  const save = useMutation(
    trpc.run.saveNote.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries();
        onDone();
      },
      // Somebody may have been quicker: what they wrote is to be seen.
      onError: () => queries.invalidateQueries(trpc.run.get.queryFilter({ project, runId })),
    }),
  );
  // The own version may be on the page before its answer is here.
  const isOvertaken = note.number > base && !save.isPending && !save.isSuccess;
  const saveOn = (version: number) => {
    setBase(version);
    save.mutate({ project, runId, text, base: version });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        saveOn(base);
      }}
      className="flex flex-col gap-3"
    >
      {previewing ? (
        <div className="min-h-40 rounded-md border border-line px-3 py-2">
          {text.trim() ? <Markdown source={text} /> : <p className="text-muted">Nothing to show.</p>}
        </div>
      ) : (
        <Field label="Note" hideLabel hint={`Markdown, up to ${LONGEST} characters.`}>
          <Textarea
            rows={Math.min(20, Math.max(7, text.split("\n").length + 1))}
            maxLength={LONGEST}
            value={text}
            onChange={({ target }) => setText(target.value)}
            autoFocus
          />
        </Field>
      )}
      {isOvertaken ? (
        <Alert
          tone="warn"
          title={`Version ${note.number} was saved while you were writing`}
          action={
            <Button size="sm" loading={save.isPending} onClick={() => saveOn(note.number)}>
              Save mine over it
            </Button>
          }
        >
          <p>Yours is not saved yet. Take what you need from theirs; their version stays in the history.</p>
          <div className="mt-2 max-h-60 overflow-y-auto rounded-md border border-line bg-panel px-3 py-2">
            {note.text ? (
              <Markdown source={note.text} />
            ) : (
              <p className="text-muted">They removed the note.</p>
            )}
          </div>
          <Button
            size="sm"
            className="mt-2"
            onClick={() => {
              setText(`${note.text}\n\n${text}`);
              setBase(note.number);
            }}
          >
            Put theirs before mine and go on
          </Button>
        </Alert>
      ) : save.error ? (
        <Alert tone="error">{save.error.message}</Alert>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="quiet" aria-pressed={previewing} onClick={() => setPreviewing(!previewing)}>
          {previewing ? "Go on writing" : "Preview"}
        </Button>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" disabled={isOvertaken} loading={save.isPending}>
          Save note
        </Button>
      </div>
    </form>
  );
}
