export interface Sample {
  at: number;
  value: number;
}

export function median(samples: Sample[]): number {
  const values: number[] = samples.map((sample) => sample.value);
  values.sort();
  const middle = Math.floor(values.length / 2);
  return values[middle] ?? Number.NaN;
}

export function largest(values: number[]): number {
  let found = -Infinity;
  for (const index in values) {
    const value = values[index];
    if (value !== undefined && value > found) found = value;
  }
  return found;
}
