/** What no file system takes in a name, or takes for a folder. */
const UNSAFE = /["*/:<>?\\|]/g;
const FALLBACK = "file";

/**
 * `Content-Disposition` of a download (RFC 6266): the name as it is in `filename*` (RFC 8187), and in `filename`, for
 * who does not read that, with `_` in place of what is not ASCII.
 */
export function attachmentNamed(name: string): string {
  const safe = name.toWellFormed().replace(UNSAFE, "_");
  const shown = /^\.*$/.test(safe) ? FALLBACK : safe; // `.` and `..` are folders
  // Some readers decode %xx in `filename` too.
  const ascii = shown.replace(/[^\x20-\x7e]/gu, "_").replaceAll("%", "_");
  // encodeURIComponent leaves more as it is than RFC 8187 3.2.1 (attr-char) does.
  const encoded = encodeURIComponent(shown).replace(
    /['()]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
