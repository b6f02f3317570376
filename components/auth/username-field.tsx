import { TextField } from "@/components/ui/field";

interface UsernameFieldProps {
  name: string;
  defaultValue: string;
  error: string | undefined;
  help?: string;
}

/** The name one chooses, as others see it: no phone corrects it. */
export function UsernameField(props: UsernameFieldProps) {
  return (
    <TextField
      {...props}
      label="Username"
      autoComplete="username"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
    />
  );
}
