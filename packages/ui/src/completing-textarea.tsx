"use client";

import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { cn } from "./class-names";
import type { Suggestions } from "./query-input";
import { Textarea, type TextareaProps } from "./textarea";

export interface CompletingTextareaProps extends Omit<TextareaProps, "value" | "onChange"> {
  value: string;
  onChange: (value: string) => void;
  /** What may stand where the cursor is in a text; null where nothing is to be offered. */
  suggest: (text: string, cursor: number) => Suggestions | null;
  /** What is offered, for those who do not see the list: "Members". */
  suggestionsLabel: string;
}

/** Several lines of text that offer how a word goes on: arrows choose, Enter and Tab take it, Escape does without. */
export function CompletingTextarea({
  value,
  onChange,
  suggest,
  suggestionsLabel,
  onKeyDown,
  ...rest
}: CompletingTextareaProps) {
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const suggestions = cursor === null ? null : suggest(value, cursor);
  const options = suggestions?.options ?? [];
  const open = options.length > 0;
  const chosen = Math.min(active, options.length - 1);

  // Where the cursor belongs once the accepted word is in the text, before anything else is typed.
  const wanted = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (wanted.current !== null) box.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
  }, [value]);

  function place(position: number | null) {
    setCursor(position);
    setActive(0);
  }
  function accept(index: number) {
    if (!suggestions) return;
    const { text } = suggestions.options[index];
    wanted.current = suggestions.from + text.length;
    onChange(value.slice(0, suggestions.from) + text + value.slice(suggestions.to));
    place(null);
  }
  function followKeys(event: KeyboardEvent<HTMLTextAreaElement>) {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.nativeEvent.isComposing;
    if (open && plain) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : options.length - 1;
        return setActive((chosen + step) % options.length);
      }
      if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) {
        event.preventDefault();
        return accept(chosen);
      }
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        return place(null);
      }
    }
    onKeyDown?.(event);
  }

  return (
    <div className="relative min-w-0">
      <Textarea
        {...rest}
        ref={box}
        value={value}
        aria-autocomplete="list"
        aria-controls={open ? `${id}-list` : undefined}
        aria-activedescendant={open ? `${id}-${chosen}` : undefined}
        onChange={({ target }) => {
          onChange(target.value);
          place(target.selectionStart);
        }}
        onKeyDown={followKeys}
        onClick={() => place(null)}
        onBlur={() => place(null)}
      />
      <span role="status" className="sr-only">
        {open ? `${suggestionsLabel}: ${options.length}. Arrow keys choose, Enter takes one.` : ""}
      </span>
      {open ? (
        <ul
          id={`${id}-list`}
          role="listbox"
          aria-label={suggestionsLabel}
          className="absolute top-full left-0 z-30 mt-1 max-h-60 w-max max-w-full min-w-48 overflow-y-auto rounded-lg border border-line-strong bg-panel p-1 shadow-popover"
        >
          {options.map((option, index) => (
            <li
              key={option.text}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === chosen}
              // A press would take the focus away before the click.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => accept(index)}
              className={cn(
                "flex cursor-default items-baseline gap-3 rounded-sm px-2 py-1 break-words hover:bg-sunken",
                index === chosen && "bg-sunken",
              )}
            >
              {option.label ?? option.text}
              {option.hint ? <span className="ml-auto text-sm text-muted">{option.hint}</span> : null}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
