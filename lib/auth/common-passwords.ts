import { test as isListed } from "fxa-common-password-list";

/** What people here would think of and no list of leaked ones holds, the name of this place included; in small letters. */
const WORDS = `
  121212121 aa12345678 abcabcabc adminadmin administrator1 android1 angels12 autumn12
  bmw12345 changeme123 chelsea123 eagles123 facebook1 ficken12 fortnite geheim12
  guestguest hello12345 helloworld1 iloveu12 iphone12 lion1234 login123 manutd123
  mypassword1 oracle12 p@ssw0rd! p@ssw0rd1 p@ssw0rd123 p@ssword pa$$word passw0rd!
  passw0rd123 password1! password123! princess123 qwe12345 qwertz123 root1234 schatz12
  secure123 server12 soleil12 sommer12 thepassword toor1234 ubuntu12 usernames
  yourpassword youtube1 zxcvbnm,./
  mytandem tandem01 tandem12 tandem123 tandem1234 tandem12345 tandem123! tandemtandem
  tandempassword passwordtandem collaborate collaboration codeeditor code1234 editor123
`;

const OWN: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/));

/** Commonly used passwords of 8 characters or more, in small letters: 50,000 leaked ones, and these. */
export const COMMON_PASSWORDS = {
  has: (password: string): boolean => OWN.has(password) || isListed(password),
};
