/**
 * Shows what was opened where it stands below of what opened it, out of sight, and goes on reading there. Beside it
 * there is nothing to do: it is seen, and the focus stays where the next thing is opened.
 */
export function bringIntoView(opened: HTMLElement, opener: HTMLElement): void {
  if (opened.getBoundingClientRect().top < opener.getBoundingClientRect().bottom) return;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  opened.scrollIntoView({ block: "start", behavior: still ? "instant" : "smooth" });
  opened.focus({ preventScroll: true });
}
