"use client";

import {
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from "react";
import { cn } from "./class-names";
import { controlStyles } from "./control-styles";

/** What may stand at the cursor: each option takes the place of the characters from `from` to `to`. */
export interface Suggestions {
  from: number;
  to: number;
  options: readonly Suggestion[];
}

export interface Suggestion {
  /** What is written. */
  text: string;
  /** What is shown, where that is something else. */
  label?: string;
  hint?: string;
}

/** What is wrong with a query, and where. */
export interface QueryProblem {
  message: string;
  position: number;
  length: number;
}

export interface QueryInputProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Enter, with no suggestion chosen. */
  onSubmit: () => void;
  placeholder?: string;
  /** Underlined at its place; while one still writes, only if it is not that the text ends too early. */
  problem?: QueryProblem | null;
  /** Said with the problem: what holds until it is mended. */
  meanwhile?: ReactNode;
  /** What may stand where the cursor was placed last. */
  suggestions: Suggestions | null;
  /** Told where in the text the cursor stands; null when one has left, or wants no suggestions. */
  onPlace: (text: string, cursor: number | null) => void;
  className?: string;
}

const box = "font-mono text-sm leading-[28px] whitespace-pre px-2.5";

/** One line of a query language: offers what may follow, underlines what cannot be read. */
export function QueryInput(props: QueryInputProps) {
  const { label, value, onChange, onSubmit, placeholder, problem, meanwhile } = props;
  const { suggestions, onPlace, className } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(-1);
  const [settled, setSettled] = useState(true);
  const options = suggestions?.options ?? [];
  const open = options.length > 0;
  const shown = problem && (settled || problem.position + problem.length < value.length) ? problem : null;

  // Where the cursor belongs once the accepted text is in the field, before anything else is typed.
  const wanted = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (wanted.current !== null) input.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
  }, [value]);

  function follow() {
    if (mirror.current && input.current) mirror.current.scrollLeft = input.current.scrollLeft;
  }
  function place(position: number | null, text = value) {
    onPlace(text, position);
    setActive(-1);
  }
  function accept(index: number) {
    if (!suggestions) return;
    const { text } = suggestions.options[index];
    const end = suggestions.from + text.length;
    const written = value.slice(0, suggestions.from) + text + value.slice(suggestions.to);
    wanted.current = end;
    onChange(written);
    place(end, written);
  }
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && open) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((now) => (now + step + options.length + (now < 0 && step < 0 ? 1 : 0)) % options.length);
    } else if (event.key === "ArrowDown") {
      place(event.currentTarget.selectionStart);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (open && active >= 0) return accept(active);
      setSettled(true);
      place(null);
      onSubmit();
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      place(null);
    }
  }

  return (
    <div className={cn("relative min-w-0", className)}>
      <input
        ref={input}
        role="combobox"
        aria-label={label}
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={open ? `${id}-list` : undefined}
        aria-activedescendant={open && active >= 0 ? `${id}-${active}` : undefined}
        aria-invalid={shown ? true : undefined}
        aria-describedby={shown ? `${id}-problem` : undefined}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        placeholder={placeholder}
        value={value}
        className={cn(controlStyles(), box)}
        onChange={(event) => {
          onChange(event.target.value);
          setSettled(false);
          place(event.target.selectionStart, event.target.value);
        }}
        onClick={(event) => place(event.currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
        onKeyUp={(event) => {
          if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key))
            place(event.currentTarget.selectionStart);
        }}
        onScroll={follow}
        onBlur={() => {
          setSettled(true);
          place(null);
        }}
      />
      {shown ? <Underline ref={mirror} text={value} problem={shown} /> : null}
      {open ? (
        <ul
          id={`${id}-list`}
          role="listbox"
          aria-label={`Suggestions for ${label}`}
          className="absolute top-full left-0 z-30 mt-1 max-h-72 w-max max-w-full min-w-48 overflow-y-auto rounded-lg border border-line-strong bg-panel p-1 shadow-popover"
        >
          {options.map((option, index) => (
            <li
              key={option.text}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              // A press would take the focus away before the click.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => accept(index)}
              className={cn(
                "flex cursor-default items-baseline gap-3 rounded-sm px-2 py-1 font-mono text-sm break-all hover:bg-sunken",
                index === active && "bg-sunken",
              )}
            >
              {option.label ?? option.text}
              {option.hint ? <span className="ml-auto font-sans text-muted">{option.hint}</span> : null}
            </li>
          ))}
        </ul>
      ) : null}
      {shown ? (
        <p id={`${id}-problem`} role="alert" className="mt-1 text-sm text-bad">
          {shown.message}
          {meanwhile ? <span className="block text-muted">{meanwhile}</span> : null}
        </p>
      ) : null}
    </div>
  );
}

/** The same text over the field, of which only the line under the problem is seen. */
function Underline({
  ref,
  text,
  problem: { position, length },
}: {
  ref: Ref<HTMLDivElement>;
  text: string;
  problem: QueryProblem;
}) {
  return (
    <div
      ref={ref}
      aria-hidden="true"
      className={cn(
        box,
        "pointer-events-none absolute inset-x-0 top-0 h-[30px] overflow-hidden border border-transparent text-transparent",
      )}
    >
      {text.slice(0, position)}
      <span className="underline decoration-bad decoration-wavy decoration-1 underline-offset-[3px]">
        {text.slice(position, position + length) || "\u00a0"}
      </span>
    </div>
  );
}
