import { EDIT_TO_FINDINGS } from "../scenes/edit-to-findings.mjs";

/** How soon everybody in a file sees what the built-in analysers find in it. */
export const TITLE = "Findings while people type";
export const INTRO = "PostgreSQL with fsync; no model.";

export const SCENES = { "edit-to-findings": EDIT_TO_FINDINGS };
