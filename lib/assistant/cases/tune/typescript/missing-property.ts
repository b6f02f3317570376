type Level = "info" | "warning" | "error";

interface Entry {
  level: Level;
  message: string;
  at: Date;
}

const entries: Entry[] = [];

export function log(level: Level, message: string): void {
  entries.push({ level, mesage: message, at: new Date() });
}

export function count(level: Level): number {
  return entries.filter((entry) => entry.level === level).lenght;
}
