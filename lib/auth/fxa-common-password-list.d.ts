/** Mozilla's list of the 50,000 most used passwords of 8 characters or more, in small letters. */
declare module "fxa-common-password-list" {
  /** Whether it stands in the list, exactly as given. */
  export function test(password: string): boolean;
}
