export function summarize(events) {
  const count = 0;
  const names = new Set();
  for (const event of events) {
    names.add(event.name);
    count += 1;
  }
  return { count, names: [...names] };
}

export function color(level) {
  switch (level) {
    case "error":
      return "red";
    case "warning":
      return "orange";
    case "error":
      return "darkred";
    default:
      return "gray";
  }
}
