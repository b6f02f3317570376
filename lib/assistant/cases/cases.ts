import { readFileSync } from "node:fs";
import { type Label, labelsSchema, type Part } from "@/lib/assistant/cases/labels";
import type { AnalysisInput } from "@/lib/assistant/problem";

export interface Case {
  /** `folder/file`, the folder being the language. */
  file: string;
  input: AnalysisInput;
  /** None: a clean file. */
  labels: Label[];
}

/** All cases of a part, by file. */
export function readCases(part: Part): Case[] {
  const folder = new URL(`./${part}/`, import.meta.url);
  const read = (file: string) => readFileSync(new URL(file, folder), "utf8");
  const labels = labelsSchema.parse(JSON.parse(read("labels.json")));
  return Object.entries(labels).map(([file, found]) => {
    const [language = "", name = ""] = file.split("/");
    return { file, input: { language, name, text: read(file) }, labels: found };
  });
}
