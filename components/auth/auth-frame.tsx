import Link from "next/link";
import type { ReactNode } from "react";
import { Brand } from "@/components/ui/logo-mark";
import packageJson from "@/package.json";
import { CodeShow } from "./code-show";

interface AuthFrameProps {
  title: string;
  /** The line under the title: where one signs in. */
  lead: string;
  /** The way to the other of the two pages. */
  other: { question: string; label: string; href: string };
  children: ReactNode;
}

/** Sign in and create account: the form at the left, at wide sizes what one signs in to at the right. */
export function AuthFrame({ title, lead, other, children }: AuthFrameProps) {
  return (
    <div className="split">
      <div className="side">
        <header>
          <Brand />
        </header>
        <main className="formbox">
          <h1>{title}</h1>
          <p className="lead">{lead}</p>
          {children}
          <p className="alt">
            {other.question}{" "}
            <Link className="link" href={other.href}>
              {other.label}
            </Link>
          </p>
        </main>
        <footer className="foot">Tandem {packageJson.version}</footer>
      </div>
      <CodeShow />
    </div>
  );
}
