"use client";

import { useState, type FormEvent, type ReactNode } from "react";
import { Alert } from "./alert";
import { Button } from "./button";
import { Dialog, DialogClose } from "./dialog";
import { Field } from "./field";
import { Input } from "./input";

export interface ConfirmDialogProps {
  /** The question, by name: "Delete housing?" */
  title: ReactNode;
  /** What will happen and whether it can be undone. */
  description: ReactNode;
  /** What the button does: "Delete", never "OK". */
  action: string;
  /** Must be typed before the button works; for what cannot be undone. */
  typeName?: string;
  /** What the way out is called, where "Cancel" would be taken for the action. */
  dismiss?: string;
  danger?: boolean;
  /** While it runs the button shows it; when it throws, the message stays in the dialog. */
  onConfirm: () => void | Promise<void>;
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** More about what is asked, between the description and the name. */
  children?: ReactNode;
}

/** Asks once before something is done; for what is gone afterwards, by its name. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, description, trigger } = props;
  const [ownOpen, setOwnOpen] = useState(false);
  const open = props.open ?? ownOpen;
  function setOpen(next: boolean) {
    setOwnOpen(next);
    props.onOpenChange?.(next);
  }
  return (
    <Dialog
      title={title}
      description={description}
      trigger={trigger}
      open={open}
      onOpenChange={setOpen}
      size="sm"
      role="alertdialog"
    >
      <ConfirmForm {...props} close={() => setOpen(false)} />
    </Dialog>
  );
}

/** Lives only while the dialog is open, so that nothing typed is left for the next time. */
function ConfirmForm({
  action,
  typeName,
  dismiss = "Cancel",
  danger = true,
  onConfirm,
  children,
  close,
}: ConfirmDialogProps & { close: () => void }) {
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const ready = typeName === undefined || typed.trim() === typeName;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!ready || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm();
      close();
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : String(cause));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3.5">
      {children}
      {typeName === undefined ? null : (
        <Field
          label={
            <>
              Type <code className="rounded-sm bg-sunken px-1 py-0.5 font-normal">{typeName}</code> to go on
            </>
          }
        >
          <Input
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            spellCheck={false}
            mono
            autoFocus
          />
        </Field>
      )}
      {error ? <Alert tone="error">{error}</Alert> : null}
      <div className="flex justify-end gap-2">
        <DialogClose asChild>
          <Button>{dismiss}</Button>
        </DialogClose>
        <Button type="submit" variant={danger ? "danger" : "primary"} disabled={!ready} loading={busy}>
          {action}
        </Button>
      </div>
    </form>
  );
}
