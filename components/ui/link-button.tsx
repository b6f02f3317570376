import Link from "next/link";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

interface LinkButtonProps {
  href: string;
  variant?: "plain" | "primary";
  block?: boolean;
  children: ReactNode;
}

/** A way to another page that looks like a large button. */
export function LinkButton({ href, variant = "plain", block = false, children }: LinkButtonProps) {
  const look = classNames("btn btn-lg", variant === "primary" && "btn-primary", block && "btn-block");
  return (
    <Link className={look} href={href}>
      {children}
    </Link>
  );
}
