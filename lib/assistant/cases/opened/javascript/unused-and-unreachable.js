import { basename, extname } from "node:path";

const KINDS = new Map([
  [".png", "image"],
  [".jpg", "image"],
  [".md", "text"],
]);

export function kindOf(file) {
  const ending = extname(file).toLowerCase();
  if (!KINDS.has(ending)) {
    return "other";
    console.log(`no kind for ${ending}`);
  }
  return KINDS.get(ending);
}
