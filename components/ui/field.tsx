"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "./class-names";
import { Icon } from "./icon";

interface FieldProps {
  label: string;
  /** A line under the field; an error takes its place. */
  help?: string;
  error?: string | undefined;
}

/** Label, control and the line under it, tied together for a screen reader. */
function Field({ label, help, error, children }: FieldProps & { children: (tie: Tie) => ReactNode }) {
  const id = useId();
  const line = error ?? help;
  const described = line === undefined ? {} : { "aria-describedby": `${id}-line` };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, ...described, ...(error === undefined ? {} : { "aria-invalid": true }) })}
      {error !== undefined && <FieldError id={`${id}-line`}>{error}</FieldError>}
      {error === undefined && help !== undefined && (
        <p className="help" id={`${id}-line`}>
          {help}
        </p>
      )}
    </div>
  );
}

interface FieldErrorProps {
  id?: string;
  /** `alert`: it is told at once, where no field leads to it. */
  role?: "alert";
  children: string;
}

/** What is wrong, under what it is wrong with. */
export function FieldError({ id, role, children }: FieldErrorProps) {
  return (
    <p className="field-error" id={id} role={role}>
      <Icon name="error" />
      <span>{children}</span>
    </p>
  );
}

interface Tie {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}

type TextFieldProps = FieldProps & Omit<ComponentProps<"input">, "id"> & { after?: ReactNode };

/** `after`: what stands inside the field at its end, such as the button that shows a password. */
export function TextField({ label, help, error, after, className, ...input }: TextFieldProps) {
  return (
    <Field label={label} {...(help === undefined ? {} : { help })} error={error}>
      {(tie) => {
        const control = <input {...input} {...tie} className={classNames("input", className)} />;
        return after === undefined ? (
          control
        ) : (
          <div className="pw">
            {control}
            {after}
          </div>
        );
      }}
    </Field>
  );
}

export interface Option {
  value: string;
  label: string;
}

type SelectFieldProps = FieldProps &
  Omit<ComponentProps<"select">, "id" | "children"> & { options: Option[] };

export function SelectField({ label, help, error, options, className, ...select }: SelectFieldProps) {
  return (
    <Field label={label} {...(help === undefined ? {} : { help })} error={error}>
      {(tie) => (
        <select {...select} {...tie} className={classNames("select", className)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
