/** Classes shared by menus and lists that open over the page. */
export const menuPanel =
  "z-50 max-h-(--radix-popper-available-height) min-w-40 overflow-y-auto rounded-lg border border-line-strong bg-panel p-1 shadow-popover animate-rise";

export const menuItem = [
  "relative flex min-h-[30px] cursor-default items-center gap-2 rounded-sm px-2 py-1 select-none focus-visible:outline-offset-[-2px]",
  "data-highlighted:bg-sunken data-disabled:pointer-events-none data-disabled:opacity-50 [&_svg]:size-[15px] [&_svg]:shrink-0 [&_svg]:text-muted",
].join(" ");
