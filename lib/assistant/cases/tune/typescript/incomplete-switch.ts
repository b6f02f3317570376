type Shape =
  | { kind: "circle"; radius: number }
  | { kind: "square"; side: number }
  | { kind: "rectangle"; width: number; height: number };

export function area(shape: Shape): number {
  let result = 0;
  switch (shape.kind) {
    case "circle":
      result = Math.PI * shape.radius ** 2;
      break;
    case "square":
      result = shape.side ** 2;
      break;
  }
  return result;
}

export const total = (shapes: Shape[]) => shapes.reduce((sum, shape) => sum + area(shape), 0);
