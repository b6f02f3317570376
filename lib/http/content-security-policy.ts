/**
 * The Content-Security-Policy of one page: only scripts that carry this answer's nonce, and what
 * they load, run; everything comes from our own origin. `'self'` in connect-src covers our WebSocket too. Monaco sets
 * inline styles and brings its icon font as data.
 */
export function contentSecurityPolicy(nonce: string, dev: boolean): string {
  return [
    "default-src 'self'",
    // React's error overlay and hot reload evaluate text; production never does.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
