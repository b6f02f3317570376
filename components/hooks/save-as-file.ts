/** Lets the browser save a text as a file. */
export function saveAsFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  save(url, name);
  URL.revokeObjectURL(url);
}

/** Lets the browser save a file as the server keeps it: under its name, with the line ends it came with. */
export function saveFromServer(fileId: number): void {
  save(`/api/v1/files/${fileId}/download`, "");
}

function save(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}
