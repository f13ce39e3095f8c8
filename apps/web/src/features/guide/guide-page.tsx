import { Link } from "@pipepilot/ui/link";
import { MarkdownDocument } from "@pipepilot/ui/markdown-document";
import { PageHeader } from "@pipepilot/ui/page-header";
import type { Chapter } from "@/server/guide";
import { codeHere, hrefHere, type GuidePlace } from "./guide-place";
import { GuideSearch } from "./guide-search";

interface GuidePageProps {
  chapters: readonly Chapter[];
  chapter: Chapter;
  place: GuidePlace;
}

/** One chapter, with the guide's contents and a search beside it. */
export function GuidePage({ chapters, chapter, place }: GuidePageProps) {
  const at = chapters.indexOf(chapter);
  const next = chapters.at(at + 1);
  const contents = <Contents chapters={chapters} chapter={chapter} base={place.base} />;
  return (
    <>
      <PageHeader
        title={chapter.title}
        breadcrumbs={
          chapter.slug ? [{ label: "Guide", href: place.base }, { label: chapter.title }] : undefined
        }
      />
      <div className="grid gap-x-10 gap-y-4 xl:grid-cols-[minmax(0,820px)_minmax(200px,260px)] xl:justify-between 2xl:justify-start 2xl:gap-x-16">
        <aside aria-label="Guide" className="flex flex-col gap-4 xl:order-last">
          <div className="relative z-10 xl:sticky xl:top-5 xl:flex xl:max-h-[calc(100vh-40px)] xl:flex-col xl:gap-4">
            <GuideSearch base={place.base} />
            <details className="mt-3 rounded-lg border border-line bg-panel xl:hidden">
              <summary className="cursor-pointer rounded-lg px-3.5 py-2 font-medium">Contents</summary>
              <div className="border-t border-line px-2 py-2">{contents}</div>
            </details>
            <div className="hidden min-h-0 overflow-y-auto xl:block">{contents}</div>
          </div>
        </aside>
        <article className="min-w-0 pb-8">
          <MarkdownDocument
            blocks={chapter.blocks}
            hrefOf={(href) => hrefHere(href, place)}
            codeOf={(text) => codeHere(text, place)}
          />
          {next ? (
            <p className="mt-8 border-t border-line pt-4 text-muted">
              Next:{" "}
              <Link
                href={`${place.base}/${next.slug}`}
                className="font-medium text-accent-text underline underline-offset-2"
              >
                {next.title}
              </Link>
            </p>
          ) : null}
        </article>
      </div>
    </>
  );
}

function Contents({
  chapters,
  chapter,
  base,
}: {
  chapters: readonly Chapter[];
  chapter: Chapter;
  base: string;
}) {
  const style =
    "block rounded-md px-2 py-1 text-muted hover:text-text aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-text";
  return (
    <nav aria-label="Contents">
      <ul className="flex flex-col gap-px">
        {chapters.map((each) => (
          <li key={each.slug}>
            <Link
              href={each.slug ? `${base}/${each.slug}` : base}
              aria-current={each === chapter ? "page" : undefined}
              className={style}
            >
              {each.title}
            </Link>
            {each === chapter && chapter.slug ? (
              <ul className="my-1 ml-3 flex flex-col gap-px border-l border-line pl-1.5 text-sm">
                {chapter.outline
                  .filter(({ level }) => level === 2)
                  .map(({ id, text }) => (
                    <li key={id}>
                      <a href={`#${id}`} className={style}>
                        {text}
                      </a>
                    </li>
                  ))}
              </ul>
            ) : null}
          </li>
        ))}
      </ul>
    </nav>
  );
}
