import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { Icon, type IconName } from "./icon";
import { Brand } from "./logo-mark";

interface CardPageProps {
  /** Decoration across the card's top. */
  peek?: ReactNode;
  /** Which server this is. */
  foot?: string;
  children: ReactNode;
}

/** A page with one card in its middle: an invitation, not found, what went wrong. */
export function CardPage({ peek, foot, children }: CardPageProps) {
  return (
    <div className="shell">
      <header>
        <Brand />
      </header>
      <main className="card">
        {peek !== undefined && (
          <div className="peek" aria-hidden="true">
            {peek}
          </div>
        )}
        <div className="in">{children}</div>
      </main>
      {foot !== undefined && <footer className="foot">{foot}</footer>}
    </div>
  );
}

interface CardMessageProps {
  icon: IconName;
  tone?: "warning" | "error" | "quiet";
  title: ReactNode;
  /** What happened, and what to do. */
  text: string;
  /** Buttons and links under it. */
  children?: ReactNode;
}

/** What a card says when there is nothing else to show. */
export function CardMessage({ icon, tone = "quiet", title, text, children }: CardMessageProps) {
  return (
    <>
      <div className={classNames("bigic", `bigic-${tone}`)}>
        <Icon name={icon} />
      </div>
      <h1>{title}</h1>
      <p className="lead">{text}</p>
      {children !== undefined && <div className="acts">{children}</div>}
    </>
  );
}
