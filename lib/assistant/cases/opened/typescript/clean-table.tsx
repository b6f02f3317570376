import type { ReactNode } from "react";

export interface Column<Row> {
  title: string;
  render: (row: Row) => ReactNode;
  align?: "left" | "right";
}

interface Props<Row> {
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
  empty?: ReactNode;
}

export function Table<Row>({ columns, rows, keyOf, empty = "Nothing here yet" }: Props<Row>) {
  if (rows.length === 0) return <p>{empty}</p>;
  return (
    <table>
      <thead>
        <tr>
          {columns.map(({ title, align = "left" }) => (
            <th key={title} style={{ textAlign: align }}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map(({ title, render, align = "left" }) => (
              <td key={title} style={{ textAlign: align }}>
                {render(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
