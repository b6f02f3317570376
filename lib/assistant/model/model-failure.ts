/** Why a model gave no answer, or only a part of one. */
export class ModelFailure extends Error {
  override readonly name = "ModelFailure";
  /** A sentence for everyone in the file: no key, no address, at most a short piece of what the model's server said. */
  readonly sentence: string;
  /** Asking once more may help, after so many milliseconds; null: it will not. */
  readonly retryAfterMs: number | null;
  /** What to write into the log; it may name more, but never what was asked or answered. */
  readonly code: string;

  constructor(code: string, sentence: string, retryAfterMs: number | null = null) {
    super(`${code}: ${sentence}`);
    this.code = code;
    this.sentence = sentence;
    this.retryAfterMs = retryAfterMs;
  }
}

const EXCERPT_MAX = 120;
/** Whatever looks like a key, a credential or an address: a server may repeat what it was sent. */
const SECRETS = /\b(?:sk|pk|key|api)[-_][\w*.-]{6,}|\bbearer\s+\S+|\b\w[\w+.-]*:\/\/\S+/gi;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;
/** What could become a link, HTML or code where it is shown. */
const MARKUP = /[<>[\]`*_|\\]/g;

/** A short piece of what the model's server said, in quotes and harmless wherever it is shown; "" where there is none. */
export function excerptOf(said: unknown, key: string | undefined): string {
  if (typeof said !== "string" || /<\s*(!doctype|html|head|body)/i.test(said)) return "";
  const known = key === undefined || key === "" ? said : said.replaceAll(key, "…");
  const plain = known.replace(SECRETS, "…").replace(UNPRINTABLE, " ").replace(MARKUP, "").trim();
  if (plain === "") return "";
  const short =
    plain.length > EXCERPT_MAX ? `${[...plain.slice(0, EXCERPT_MAX)].slice(0, -1).join("")}…` : plain;
  return ` It said: “${short}”`;
}
