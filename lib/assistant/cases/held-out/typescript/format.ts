type Level = "info" | "warning" | "error";

export function weight(level: Level): number {
  if (level === "fatal") {
    return 10;
  }
  return level === "error" ? 2 : 1;
}

export function join(parts: string[], times: number): string {
  let out: string = 0;
  for (const index in parts) {
    out += parts[index];
  }
  return out.repeat(times, " ");
}
