"use client";

import { useRouter } from "next/navigation";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { Input } from "@pipepilot/ui/input";
import { Link } from "@pipepilot/ui/link";
import { isTyping } from "@/features/shell/is-typing";
import { searchGuide, type GuideHit, type GuideSection } from "./search-guide";

type Sections = readonly GuideSection[] | "unread" | "failed";

/** Finds sections of the guide while one types; arrows choose, Enter goes there, `/` begins. */
export function GuideSearch({ base }: { base: string }) {
  const router = useRouter();
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [sections, setSections] = useState<Sections>("unread");
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const [open, setOpen] = useState(false);
  const hits = Array.isArray(sections) ? searchGuide(sections as readonly GuideSection[], query) : [];
  const isOpen = open && query.trim() !== "";

  useEffect(() => {
    function onKeyDown(event: globalThis.KeyboardEvent) {
      if (event.key !== "/" || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target))
        return;
      event.preventDefault();
      input.current?.focus();
    }
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);

  /** Read once, when somebody begins to search. */
  function begin() {
    setOpen(true);
    if (Array.isArray(sections)) return;
    fetch("/guide/search.json")
      .then(async (response) => {
        if (!response.ok) throw new Error(response.statusText);
        setSections((await response.json()) as GuideSection[]);
      })
      .catch(() => setSections("failed"));
  }

  function leave() {
    setOpen(false);
    setQuery("");
    input.current?.blur();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape") return leave();
    if (!isOpen || hits.length === 0) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setChosen((chosen + step + hits.length) % hits.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      router.push(hrefOf(base, hits[chosen]));
      leave();
    }
  }

  return (
    <search
      className="relative block"
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setOpen(false)}
    >
      <Input
        ref={input}
        type="search"
        role="combobox"
        aria-label="Search the guide"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && hits.length > 0 ? `${listId}-${chosen}` : undefined}
        placeholder="Search the guide   /"
        autoComplete="off"
        value={query}
        onFocus={begin}
        onChange={(event) => {
          setQuery(event.target.value);
          setChosen(0);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        hidden={!isOpen}
        className="absolute top-full right-0 z-20 mt-1 max-h-[min(60vh,480px)] w-full overflow-y-auto rounded-lg border border-line-strong bg-panel sm:w-[420px]"
      >
        <ul id={listId} role="listbox" aria-label="Sections found" className="p-1">
          {hits.map((hit, index) => (
            <li
              key={`${hit.section.slug}#${hit.section.id}`}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === chosen}
              onPointerMove={() => setChosen(index)}
              className="rounded-md aria-selected:bg-sunken"
            >
              <Link href={hrefOf(base, hit)} tabIndex={-1} onClick={leave} className="block px-2.5 py-1.5">
                <span className="block font-medium">
                  {hit.section.heading ?? hit.section.chapter}
                  {hit.section.heading ? (
                    <span className="font-normal text-muted"> · {hit.section.chapter}</span>
                  ) : null}
                </span>
                <span className="line-clamp-2 text-sm text-muted">{hit.excerpt}</span>
              </Link>
            </li>
          ))}
        </ul>
        <p role="status" className={hits.length > 0 ? "sr-only" : "px-3 pb-2.5 text-muted"}>
          {saying(sections, query, hits.length)}
        </p>
      </div>
    </search>
  );
}

function saying(sections: Sections, query: string, hits: number): string {
  if (sections === "unread") return "Reading the guide …";
  if (sections === "failed") return "The guide could not be read. Try again.";
  if (hits === 0) return `Nothing in the guide has all of “${query.trim()}”.`;
  return hits === 1 ? "1 section found" : `${hits} sections found`;
}

function hrefOf(base: string, { section: { slug, id } }: GuideHit): string {
  return (slug ? `${base}/${slug}` : base) + (id ? `#${id}` : "");
}
