"use client";

import { useState } from "react";
import type { RunDetail } from "@pipepilot/domain/run/schema";
import { Button } from "@pipepilot/ui/button";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { Markdown } from "@pipepilot/ui/markdown";
import { useMay } from "@/features/project/use-may";
import { NoteEditor } from "./note-editor";
import { NoteHistory } from "./note-history";

/** What people say of a run, in Markdown; MLflow's clients know it as the run's description. */
export function RunNote({ project, run }: { project: string; run: RunDetail }) {
  const mayWrite = useMay(project, "run:write") && run.deletedAt === null;
  const [editing, setEditing] = useState(false);
  const { text, number } = run.note;
  return (
    <Card>
      <CardHeader
        title="Note"
        actions={
          <>
            {number > 0 ? <NoteHistory project={project} runId={run.id} /> : null}
            {mayWrite && !editing ? (
              <Button size="sm" onClick={() => setEditing(true)}>
                {text === "" ? "Write" : "Edit"}
              </Button>
            ) : null}
          </>
        }
      />
      <CardBody>
        {editing ? (
          <NoteEditor project={project} runId={run.id} note={run.note} onDone={() => setEditing(false)} />
        ) : text === "" ? (
          <p className="text-muted">What was tried here, and what came of it? Markdown is welcome.</p>
        ) : (
          <Markdown source={text} />
        )}
      </CardBody>
    </Card>
  );
}
