import { fileNameSchema } from "@/lib/contracts/files";

/** What is wrong with a file's name, as a sentence; undefined: nothing. */
export function nameProblem(name: string): string | undefined {
  if (name.trim() === "") return "Give the file a name.";
  const message = fileNameSchema.safeParse(name).error?.issues[0]?.message;
  return message === undefined ? undefined : `The name ${message}.`;
}

/** The same for what the server says of the name. */
export const nameSentence = (message: string | undefined): string | undefined =>
  message === undefined ? undefined : `The name ${message}.`;
