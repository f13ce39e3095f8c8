import { Download } from "lucide-react";
import type { RunDetail } from "@pipepilot/domain/run/schema";
import { Badge } from "@pipepilot/ui/badge";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { formatBytes } from "@pipepilot/ui/format";
import { ShortId } from "@pipepilot/ui/short-id";
import { Table, Td, Th, Tr } from "@pipepilot/ui/table";

interface ArtifactListProps {
  project: string;
  run: Pick<RunDetail, "id" | "status" | "artifacts">;
}

/** What the run wrote, to download. */
export function ArtifactList({ project, run }: ArtifactListProps) {
  const { id, status, artifacts } = run;
  const href = (path: string) =>
    `/api/projects/${project}/runs/${id}/artifacts/${path.split("/").map(encodeURIComponent).join("/")}`;
  return (
    <Card>
      <CardHeader title="Artifacts" aside={<Badge outline>{artifacts.length}</Badge>} />
      {artifacts.length === 0 ? (
        <p className="px-3.5 py-4 text-muted">
          {status === "RUNNING" ? "They come when the model is evaluated." : "This run wrote no file."}
        </p>
      ) : null}
      {artifacts.length > 0 ? (
        <Table>
          <caption className="sr-only">Artifacts</caption>
          <thead>
            <tr>
              <Th>File</Th>
              <Th numeric>Size</Th>
              <Th>SHA-256</Th>
            </tr>
          </thead>
          <tbody>
            {artifacts.map(({ path, size, hash }) => (
              <Tr key={path}>
                <Td>
                  {/* A plain link: the router would take the download for a page. */}
                  <a
                    href={href(path)}
                    download
                    aria-label={`Download ${path}`}
                    className="inline-flex items-center gap-2 hover:underline"
                  >
                    <Download aria-hidden="true" className="size-3.5 shrink-0 text-faint" />
                    <code>{path}</code>
                  </a>
                </Td>
                <Td numeric>{formatBytes(size)}</Td>
                <Td>
                  <ShortId id={hash} kind="hash" />
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      ) : null}
    </Card>
  );
}
