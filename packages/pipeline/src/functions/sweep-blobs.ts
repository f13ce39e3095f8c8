import { deleteUnreferencedBlobs } from "@pipepilot/domain";
import type { Inngest } from "inngest";
import type { Dependencies } from "./dependencies";

/** Longer than anything takes between storing an object and writing the row that names it. */
const OLDER_THAN_MS = 60 * 60 * 1000;

/** Every hour, objects that no row names any more leave the store. */
export function createSweepBlobs(inngest: Inngest, { services }: Pick<Dependencies, "services">) {
  return inngest.createFunction(
    {
      id: "sweep-blobs",
      name: "Remove objects that nothing names",
      triggers: [{ cron: "17 * * * *" }],
      retries: 3,
    },
    async ({ step }) =>
      step.run("sweep", () => deleteUnreferencedBlobs({ services, olderThanMs: OLDER_THAN_MS })),
  );
}
