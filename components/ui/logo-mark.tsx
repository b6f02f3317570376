import Link from "next/link";

/** Two carets with flags: the mark. */
export function LogoMark() {
  return (
    <svg viewBox="0 0 20 20" className="brand-mark" aria-hidden="true">
      <path className="a" d="M6.5 2.5H8.5V16H6.5V7.5H2.6a.6.6 0 0 1-.6-.6V3.1a.6.6 0 0 1 .6-.6z" />
      <path className="b" d="M11.5 4H17.4a.6.6 0 0 1 .6.6v3.8a.6.6 0 0 1-.6.6H13.5v8.5h-2z" />
    </svg>
  );
}

/** The mark with the name, leading to the files. */
export function Brand() {
  return (
    <Link className="brand" href="/" prefetch={false} aria-label="Tandem">
      <LogoMark />
      <span className="brand-name">Tandem</span>
    </Link>
  );
}
