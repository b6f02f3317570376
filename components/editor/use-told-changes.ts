import { useEffect, useRef } from "react";
import { useToast } from "@/components/ui/toasts";
import { languageName } from "@/lib/contracts/languages";
import type { Renamed } from "@/lib/contracts/live";

/** Says that the file has another name or language now, whoever gave it; the window's title follows. */
export function useToldChanges({ name, language }: Renamed): void {
  const toast = useToast();
  const shown = useRef({ name, language });
  useEffect(() => {
    const before = shown.current;
    shown.current = { name, language };
    if (name !== before.name) {
      document.title = `${name} · Tandem`;
      toast({ text: `The file is called ${name} now.`, icon: "pencil" });
    } else if (language !== before.language) {
      toast({ text: `The language is ${languageName(language)} now.`, icon: "code" });
    }
  }, [name, language, toast]);
}
