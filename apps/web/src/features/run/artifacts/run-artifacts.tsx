"use client";

import { Download, FileSearch } from "lucide-react";
import { useEffect, useRef } from "react";
import { bringIntoView } from "@pipepilot/ui/bring-into-view";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { EmptyState } from "@pipepilot/ui/empty-state";
import { LinkButton } from "@pipepilot/ui/link-button";
import { useAddress } from "@/features/shell/use-address";
import { ArtifactPreview } from "./artifact-preview";
import { ArtifactTree } from "./artifact-tree";
import { rootKey, type NamedRoot, type ShownRoot } from "./root";

/** What a run wrote: its files and those of the models it logged, one shown beside them (`?file=<path>&of=<model>`). */
export function RunArtifacts({
  project,
  runId,
  roots,
}: {
  project: string;
  runId: string;
  roots: readonly NamedRoot[];
}) {
  const [query, change] = useAddress();
  const file = query.get("file");
  const named = roots.find(({ root }) => rootKey(root) === query.get("of")) ?? roots[0];
  const of = rootKey(named.root);

  const files = useRef<HTMLElement>(null);
  const preview = useRef<HTMLElement>(null);
  const opening = useRef(false);
  function show() {
    opening.current = false;
    if (files.current && preview.current) bringIntoView(preview.current, files.current);
  }
  function open(root: ShownRoot, path: string) {
    if (path === file && rootKey(root) === of) return show();
    opening.current = true;
    change({ file: path, of: "runId" in root ? null : root.modelId });
  }
  // Only what somebody opens here: whoever comes by an address that names a file begins at the top of the page.
  useEffect(() => {
    if (opening.current) show();
  }, [file, of]);

  return (
    <div className="grid items-start gap-[18px] lg:grid-cols-[minmax(240px,340px)_minmax(0,1fr)]">
      <Card ref={files} className="lg:sticky lg:top-3.5 lg:max-h-[calc(100vh-28px)] lg:overflow-y-auto">
        <CardHeader
          title="Files"
          actions={
            <LinkButton
              size="sm"
              href={`/api/projects/${project}/runs/${runId}/archive`}
              aria-label="Download the run's files as one archive"
              download
            >
              <Download aria-hidden="true" /> All
            </LinkButton>
          }
        />
        <ArtifactTree
          project={project}
          roots={roots}
          open={file === null ? null : { of, path: file }}
          onOpen={open}
        />
      </Card>
      {file === null ? (
        <Card>
          <EmptyState icon={<FileSearch />} title="Choose a file">
            Tables, JSON, pictures, pages, text and Parquet are shown here; everything can be downloaded.
          </EmptyState>
        </Card>
      ) : (
        // Below the files it is as high as a screen, so that even a short one can be scrolled to the top.
        <div className="min-w-0 max-lg:min-h-[calc(100svh-80px)]">
          <ArtifactPreview ref={preview} project={project} root={named.root} path={file} />
        </div>
      )}
    </div>
  );
}
