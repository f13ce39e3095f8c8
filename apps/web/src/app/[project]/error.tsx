"use client";

import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";

/** What stands in a page's place when it could not be read; the frame around it goes on working. */
export default function ProjectError({ reset }: { error: Error; reset: () => void }) {
  const router = useRouter();
  return (
    <Alert
      tone="error"
      title="This page could not be read"
      action={
        <Button
          size="sm"
          onClick={() =>
            startTransition(() => {
              // The server's part is asked again too, not only drawn again.
              router.refresh();
              reset();
            })
          }
        >
          Try again
        </Button>
      }
    >
      Something went wrong on our side. It has been logged; trying again often helps.
    </Alert>
  );
}
