/** HTML that is not ours: sandboxed even outside a frame, without scripts or forms, loading nothing, framed by our pages only. */
const POLICY = [
  "sandbox",
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");

const HEADERS = {
  "content-security-policy": POLICY,
  "x-frame-options": "SAMEORIGIN",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "private, no-store",
};

/** Guards an HTML artifact that is shown in place, and its errors: `next.config.ts` leaves these addresses alone. */
export function guardReport(response: Response): Response {
  for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
  return response;
}
