"use client";

import ProjectError from "./[project]/error";

/** The same for pages without a frame, and where the frame itself could not be read. */
export default function PageError(failure: { error: Error; reset: () => void }) {
  return (
    <main className="mx-auto max-w-lg p-6">
      <ProjectError {...failure} />
    </main>
  );
}
