import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon";
import { Menu, type MenuItem, type TriggerProps } from "@/components/ui/menu";
import { LANGUAGES, languageName } from "@/lib/contracts/languages";

interface LanguageMenuProps {
  language: string;
  /** Absent: this person only reads, or there is nothing to change any more. */
  onChange: ((language: string) => void) | undefined;
  /** Of the button or, where nothing can be changed, of the word. */
  className: string;
  wordClassName: string;
}

/** The file's language; who may edit chooses another one from a list. */
export function LanguageMenu({ language, onChange, className, wordClassName }: LanguageMenuProps) {
  const name = languageName(language);
  if (onChange === undefined) {
    return (
      <span className={wordClassName}>
        <span className="vh">Language: </span>
        {name}
      </span>
    );
  }
  const trigger = (props: TriggerProps): ReactNode => (
    <button {...props} type="button" className={className} aria-label={`Language: ${name}`}>
      {name}
      <Icon name="chevron-down" small />
    </button>
  );
  return <Menu label="Language" items={languageItems(language, onChange)} trigger={trigger} />;
}

/** All languages to choose from. */
export function languageItems(language: string, onChange: (language: string) => void): MenuItem[] {
  return LANGUAGES.map(({ id, name }) => ({
    label: name,
    checked: id === language,
    onSelect: () => {
      if (id !== language) onChange(id);
    },
  }));
}
