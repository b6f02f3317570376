export interface Token {
  kind: "number" | "operator";
  text: string;
}

export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  for (const part of source.split(" ")) {
    if (/^\d+$/.test(part)) {
      tokens.push({ kind: "number", text: part );
    } else {
      tokens.push({ kind: "operator", text: part });
    }
  }
  return tokens;
}
