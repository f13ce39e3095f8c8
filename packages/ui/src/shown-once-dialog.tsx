"use client";

import { useState, type ReactNode } from "react";
import { Alert } from "./alert";
import { Button } from "./button";
import { CodeBlock } from "./code-block";
import { Dialog } from "./dialog";

/** What was made, and the text that is shown this once. */
export interface ShownOnce {
  title: string;
  warning: string;
  label: string;
  code: string;
}

interface ShownOnceDialogProps {
  /** Of the dialog while it has the form. */
  title: string;
  /** On the button that opens it. */
  action: string;
  form: (onMade: (made: ShownOnce) => void) => ReactNode;
}

/** Makes something that has a secret, and shows the secret until the dialog is closed. */
export function ShownOnceDialog({ title, action, form }: ShownOnceDialogProps) {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<ShownOnce | null>(null);

  function change(next: boolean) {
    setOpen(next);
    // What was shown is gone for good when the dialog closes.
    if (!next) setMade(null);
  }

  return (
    <Dialog
      title={made ? made.title : title}
      open={open}
      onOpenChange={change}
      trigger={<Button variant="primary">{action}</Button>}
      footer={
        made ? (
          <Button variant="primary" onClick={() => change(false)}>
            I have copied it
          </Button>
        ) : undefined
      }
    >
      {made ? (
        <div className="flex flex-col gap-3.5">
          <Alert tone="warn">{made.warning}</Alert>
          <CodeBlock code={made.code} label={made.label} wrap />
        </div>
      ) : (
        form(setMade)
      )}
    </Dialog>
  );
}
