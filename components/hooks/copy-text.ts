/**
 * Puts text on the clipboard; false: the browser forbids it. `field` holds the text on the page: over plain http, where
 * there is no clipboard API, it is selected and copied from there (else from a field made for the moment).
 */
export async function copyText(text: string, field?: HTMLInputElement | null): Promise<boolean> {
  try {
    // Missing outside secure contexts, whatever its type says.
    const clipboard: Clipboard | undefined = navigator.clipboard;
    if (clipboard !== undefined) {
      await clipboard.writeText(text);
      return true;
    }
  } catch {
    // Refused, such as without the permission: the old way may still be allowed.
  }
  return field ? copyFrom(field) : copyFromNewField(text);
}

function copyFrom(field: HTMLInputElement | HTMLTextAreaElement): boolean {
  field.focus();
  field.select();
  return document.execCommand("copy");
}

function copyFromNewField(text: string): boolean {
  const focused = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "vh";
  document.body.append(field);
  const done = copyFrom(field);
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}
