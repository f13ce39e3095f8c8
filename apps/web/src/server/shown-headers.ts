/** What is not ours: no origin even outside a frame, no forms, loading nothing, framed by our pages only. */
const policy = (scripts: boolean) =>
  [
    scripts ? "sandbox allow-scripts" : "sandbox",
    "default-src 'none'",
    // Inside an origin of its own and with nothing to connect to; libraries that draw write their own code.
    ...(scripts ? ["script-src 'unsafe-inline' 'unsafe-eval'", "worker-src blob:"] : []),
    "style-src 'unsafe-inline'",
    "img-src data: blob:",
    "font-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join("; ");

const HEADERS = {
  "x-frame-options": "SAMEORIGIN",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "private, no-store",
};

/**
 * Guards an artifact that is shown in place, and its errors: `next.config.ts` leaves these addresses alone. With
 * `scripts` it may run its own, in an origin that is nobody's.
 */
export function guardShown(response: Response, { scripts = false } = {}): Response {
  response.headers.set("content-security-policy", policy(scripts));
  for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
  return response;
}
