"use client";

import { useId, useRef, useState, type DragEvent, type ReactNode } from "react";
import { FileUp, X } from "lucide-react";
import { Button } from "./button";
import { cn } from "./class-names";
import { formatBytes } from "./format";
import { IconButton } from "./icon-button";
import { ProgressBar } from "./progress-bar";

export interface FileDropProps {
  label: string;
  /** What fits: kinds, size limit. */
  hint?: ReactNode;
  /** As of an `<input type="file">`: `.csv,.parquet`. A dropped file of another kind is refused with a message. */
  accept?: string;
  onFile: (file: File) => void;
  /** The file that is going up or has arrived. */
  file?: { name: string; size: number };
  /** Share transferred, 0 to 1; undefined when nothing is under way. */
  progress?: number;
  /** What is done at the moment: "Uploading", "Reading". */
  phase?: string;
  onCancel?: () => void;
  /** What went wrong and how to mend it; stays until the next try. */
  error?: ReactNode;
  disabled?: boolean;
  className?: string;
}

/** Whether a file name or type fits an `accept` list; an empty list takes everything. */
export function acceptsFile(file: { name: string; type: string }, accept: string | undefined): boolean {
  const kinds = (accept ?? "")
    .split(",")
    .map((kind) => kind.trim().toLowerCase())
    .filter(Boolean);
  if (kinds.length === 0) return true;
  const type = file.type.toLowerCase();
  return kinds.some((kind) => {
    if (kind.startsWith(".")) return file.name.toLowerCase().endsWith(kind);
    return kind.endsWith("/*") ? type.startsWith(kind.slice(0, -1)) : type === kind;
  });
}

/** A place to drop a file on or to choose one with; shows how far the transfer is and what went wrong. */
export function FileDrop(props: FileDropProps) {
  const {
    label,
    hint,
    accept,
    onFile,
    file,
    progress,
    phase = "Uploading",
    onCancel,
    error,
    disabled = false,
    className,
  } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<string>();
  const busy = progress !== undefined;
  const message = error ?? refused;

  function take(chosen: File | undefined) {
    if (!chosen || disabled || busy) return;
    if (!acceptsFile(chosen, accept)) return setRefused(`${chosen.name} is not one of ${accept}.`);
    setRefused(undefined);
    onFile(chosen);
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  }

  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(!disabled && !busy);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn(
          "flex min-h-36 flex-col items-center justify-center gap-1 rounded-lg border border-dashed border-control bg-panel px-6 py-7 text-center transition-colors",
          over && "border-accent bg-accent-soft",
          message && !busy && "border-bad",
        )}
      >
        {busy ? (
          <div className="flex w-full max-w-sm flex-col gap-2 text-left">
            <div className="flex items-center gap-2">
              <span className="min-w-0 flex-1 truncate font-medium">{file?.name ?? label}</span>
              {file ? (
                <span className="num shrink-0 text-sm text-muted">{formatBytes(file.size)}</span>
              ) : null}
              {onCancel ? (
                <IconButton label="Cancel" size="sm" onClick={onCancel}>
                  <X aria-hidden="true" />
                </IconButton>
              ) : null}
            </div>
            <ProgressBar value={progress} label={`${phase} ${file?.name ?? ""}`.trim()} showPercent />
            <p className="text-sm text-muted" aria-live="polite">
              {phase}
            </p>
          </div>
        ) : (
          <>
            <FileUp aria-hidden="true" className="mb-1.5 size-5 text-muted" />
            <p className="font-medium">{file ? file.name : label}</p>
            {hint ? (
              <p id={`${id}-hint`} className="text-sm text-muted">
                {hint}
              </p>
            ) : null}
            <Button
              size="sm"
              className="mt-2.5"
              disabled={disabled}
              aria-describedby={
                [message && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ") || undefined
              }
              onClick={() => input.current?.click()}
            >
              {file ? "Choose another file" : "Choose a file"}
            </Button>
          </>
        )}
        <input
          ref={input}
          type="file"
          tabIndex={-1}
          aria-label={label}
          accept={accept}
          disabled={disabled || busy}
          className="sr-only"
          onChange={(event) => {
            take(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </div>
      {message && !busy ? (
        <p id={`${id}-error`} role="alert" className="text-sm text-bad">
          {message}
        </p>
      ) : null}
    </div>
  );
}
