"use client";

import type { ReactNode } from "react";
import { useSecondsUntil } from "@/components/hooks/use-seconds-until";
import { PeopleMenu } from "@/components/people/people-region";
import type { PersonHere } from "@/components/people/read-people";
import { Icon } from "@/components/ui/icon";
import type { SyncSnapshot } from "@/lib/collab/client-sync-types";
import type { CaretPlace } from "@/lib/editor/code-session";
import { countEdits } from "./connection-banner";
import { LanguageMenu } from "./language-menu";

interface StatusBarProps {
  snapshot: SyncSnapshot;
  people: readonly PersonHere[];
  /** How many problems there are. */
  problems: ReactNode;
  place: CaretPlace | null;
  language: string;
  /** Absent: this person only reads. */
  onLanguage: ((language: string) => void) | undefined;
  onGoTo: (person: PersonHere) => void;
  onKeys: () => void;
}

/** The line under the code: the connection, who is here, where the caret is. Not on phones. */
export function StatusBar(props: StatusBarProps) {
  const { snapshot, people, problems, place, language, onLanguage, onGoTo, onKeys } = props;
  const away = snapshot.status === "offline";
  return (
    <footer className="statusbar" data-region="status">
      <ConnectionCell snapshot={snapshot} />
      {!away && <PeopleCell people={people} onGoTo={onGoTo} />}
      <span className="grow" />
      {problems}
      {place !== null && (
        <span className="cell">
          Ln {place.line}, Col {place.column}
          {place.selected > 0 && ` (${place.selected} selected)`}
        </span>
      )}
      <LanguageMenu
        language={language}
        onChange={onLanguage}
        className="lang-low"
        wordClassName="cell lang-low"
      />
      <button type="button" aria-label="Keyboard shortcuts" title="Keyboard shortcuts" onClick={onKeys}>
        <Icon name="keyboard" />
      </button>
    </footer>
  );
}

function ConnectionCell({ snapshot }: { snapshot: SyncSnapshot }) {
  const { state, away, recovery } = snapshot;
  const waiting = recovery.length === 0 ? snapshot.waiting : 0; // what is kept aside waits for nothing
  const seconds = useSecondsUntil(state.kind === "reconnecting" ? state.retryAt : null);
  const edits = waiting === 0 ? "" : `, ${countEdits(waiting)} waiting`;
  if (state.kind === "offline" || state.kind === "closed") {
    return (
      <span className="cell">
        <Icon name="offline" tone="warning" />
        Offline{edits}
      </span>
    );
  }
  if (away) {
    return (
      <span className="cell">
        <Icon name="spinner" className="spin" />
        {seconds === null ? "Reconnecting" : `Reconnecting in ${seconds} s`}
        {edits}
      </span>
    );
  }
  const connecting = state.kind === "connecting" || state.kind === "syncing";
  return (
    <span className="cell">
      <Icon name="signal" {...(connecting ? {} : { tone: "ok" })} />
      {connecting ? "Connecting" : "Connected"}
    </span>
  );
}

function PeopleCell({ people, onGoTo }: Pick<StatusBarProps, "people" | "onGoTo">) {
  const words = people.length === 0 ? "Only you" : `${people.length + 1} people`;
  if (people.length === 0) {
    return (
      <span className="cell">
        <Icon name="people" />
        {words}
      </span>
    );
  }
  return (
    <PeopleMenu
      people={people}
      onGoTo={onGoTo}
      trigger={(props) => (
        <button {...props} type="button" aria-label={`${words} here`}>
          <Icon name="people" />
          {words}
        </button>
      )}
    />
  );
}
