import type { CollaboratorView, InviteItemView } from "@/lib/contracts/sharing";
import { HandOverDialog } from "./hand-over-dialog";
import { RemoveDialog } from "./remove-dialog";

/** What is asked about before it happens. */
export interface Question {
  what: "hand-over" | "remove";
  user: CollaboratorView["user"];
}

interface ShareQuestionsProps {
  question: Question | null;
  file: { id: number; name: string };
  /** Links that still let somebody in. */
  openLinks: readonly InviteItemView[];
  onClose: () => void;
  /** What was done, in words. */
  onDone: (text: string) => void;
  onHandedOver: (() => void) | undefined;
}

/** The question over the share dialog: beside that and not in it, as what is pressed here is none of its business. */
export function ShareQuestions(props: ShareQuestionsProps) {
  const { question, file, openLinks, onClose, onDone, onHandedOver } = props;
  if (question === null) return null;
  const { what, user } = question;
  if (what === "remove") {
    const forAnybody = openLinks.filter(({ email }) => email === null);
    return <RemoveDialog {...{ file, user, onClose, onDone }} openLinks={forAnybody} />;
  }
  const handedOver = (text: string) => {
    onDone(text);
    onHandedOver?.();
  };
  return <HandOverDialog {...{ file, user, onClose }} onDone={handedOver} />;
}
