"use client";

import { useLayoutEffect } from "react";
import { applyTheme, storedTheme, THEME_KEY } from "./theme";

const source = `try{var t=localStorage.getItem(${JSON.stringify(THEME_KEY)});if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch(e){}`;

/**
 * Sets the stored theme before the first paint. Put it into `<head>`, and `suppressHydrationWarning` on `<html>`,
 * whose attribute it changes.
 */
export function ThemeScript({ nonce }: { nonce?: string }) {
  // A document that React draws in the browser alone, as after an error on the server, runs no script in it.
  useLayoutEffect(() => applyTheme(storedTheme()), []);
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: source }} />;
}
