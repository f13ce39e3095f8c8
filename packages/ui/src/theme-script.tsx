import { THEME_KEY } from "./theme";

const source = `try{var t=localStorage.getItem(${JSON.stringify(THEME_KEY)});if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch(e){}`;

/**
 * Sets the stored theme before the first paint. Put it into `<head>`, and `suppressHydrationWarning` on `<html>`,
 * whose attribute it changes.
 */
export function ThemeScript({ nonce }: { nonce?: string }) {
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: source }} />;
}
