import { type RefObject, useEffect } from "react";

/** After each try that failed, the focus goes to the first field with an error, else to `otherwise`, its text selected. */
export function useFocusOnError(
  form: RefObject<HTMLFormElement | null>,
  state: { errors: object; refusal: string | null },
  otherwise: string,
): void {
  useEffect(() => {
    if (Object.keys(state.errors).length === 0 && state.refusal === null) return;
    const field =
      form.current?.querySelector<HTMLInputElement>('[aria-invalid="true"]') ??
      form.current?.querySelector<HTMLInputElement>(`[name="${otherwise}"]`);
    field?.focus();
    field?.select();
  }, [form, state, otherwise]);
}
