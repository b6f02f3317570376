/** Passwords of 8 characters or more that stand at the top of every published list of leaked ones, in small letters. */
const WORDS = `
  !qaz1qaz !qaz2wsx 00000000 000000000 0000000000 01234567 0123456789 0987654321
  0okm9ijn 10203040 11111111 111111111 1111111111 11223344 112233445566 12121212
  121212121 123123123 123321123 12341234 12344321 12345678 123456789 1234567890
  12345678910 123456aa 123456abc 123456qwerty 12345qwert 1234abcd 1234qwer 123qwe123
  123qweasd 13131313 147258369 159357456 1a2b3c4d 1passwor 1q2w3e4r 1q2w3e4r5t
  1q2w3e4r5t6y 1qaz!qaz 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 22222222 23456789 2wsx3edc
  33333333 44444444 456456456 55555555 66666666 69696969 741852963 77777777
  789456123 87654321 88888888 963852741 987654321 99999999 a1234567 a12345678
  a123456789 a1b2c3d4 aa123456 aa12345678 aaaaaaaa abc12345 abc123456 abcabcabc
  abcd1234 abcd12345 abcdef12 abcdefg1 abcdefgh abcdefghi access123 access14
  admin123 admin1234 admin12345 adminadmin administrator administrator1 alexander alexandra
  andrew123 android1 angel123 angelica angels12 anthony1 anything arsenal1
  arsenal123 asdasdasd asdf1234 asdfghjk asdfghjkl ashley123 autumn12 azertyuiop
  babyboy1 babygirl babygirl1 barcelona barcelona1 baseball baseball1 basketball
  basketball1 batman123 benjamin blahblah blessed1 bmw12345 bonjour1 brittany
  butterfly butterfly1 caroline changeme changeme1 changeme123 charlie1 charlie123
  chelsea1 chelsea123 chocolate chocolate1 christian christine christmas christopher
  cisco123 computer computer1 contrasena corazon1 corvette cowboys1 crystal1
  daniel123 danielle december default1 diamond1 dragon12 dragon123 eagle123
  eagles123 elizabeth estrella everything facebook facebook1 falcon12 february
  ferrari1 ficken12 football football1 football123 forever1 foreverlove fortnite
  freedom1 freedom123 friends1 friendship fussball geheim12 godisgood goodluck
  goodmorning google123 guest123 guestguest hallo123 happiness happy123 harley12
  harleydavidson heaven12 hello123 hello1234 hello12345 hellohello helloworld helloworld1
  hockey123 honda123 hunter12 hunter123 ilovegod iloveu12 iloveyou iloveyou1
  iloveyou123 iloveyou2 internet internet1 iphone12 isabella january1 jennifer
  jessica1 jesus123 jesuschrist jonathan jordan123 jordan23 joshua123 juventus
  katherine kawasaki lakers24 letmein1 letmein123 linux123 lion1234 liverpool
  liverpool1 lkjhgfds login123 lol12345 lovelove loveyou1 lucky123 manchester
  manutd123 margaret mariposa master01 master12 master123 matthew1 mercedes
  michael1 michael123 michelle michelle1 microsoft midnight minecraft minecraft1
  mnbvcxz1 monkey12 monkey123 moonlight motdepasse motorola mountain mustang1
  mypassword mypassword1 network1 newpassword nicholas nicole123 nopassword nothing1
  november oracle12 p@ssw0rd p@ssw0rd! p@ssw0rd1 p@ssw0rd123 p@ssword pa$$word
  packers1 panther1 panthers pass1234 pass12345 passpass passw0rd passw0rd!
  passw0rd1 passw0rd123 password password! password1 password1! password12 password123
  password123! password1234 passwords passwort patricia patriots phoenix1 poiuytre
  pokemon1 pokemon123 porsche1 princesa princess princess1 princess123 private1
  q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 qazwsx123 qazwsxedc qqqqqqqq qwe12345 qweasdzxc
  qweqweqwe qwer1234 qwerty01 qwerty12 qwerty123 qwerty1234 qwerty12345 qwertyui
  qwertyuiop qwertz123 raiders1 rainbow1 realmadrid redskins root1234 rootroot
  samantha samantha1 samsung1 samsung123 schatz12 scorpion secret12 secret123
  secure123 security september server12 shadow12 shadow123 skateboard snowball
  snowboard soccer12 soccer123 softball soleil12 something sommer12 spiderman
  spring12 ssssssss starwars starwars1 steelers stephanie summer12 summer123
  sunflower sunshine sunshine1 superman superman1 sweetheart sweetie1 swimming
  teamo123 teiubesc temp1234 temppass tequiero test1234 test12345 testing1
  testing123 testtest thepassword tiger123 tigers12 toor1234 toyota12 trustno1
  ubuntu12 user1234 username usernames veronica victoria victoria1 volleyball
  welcome1 welcome12 welcome123 welcome2 whatever whatever1 windows1 winter12
  winter123 xxxxxxxx yamaha12 yankees1 yourpassword youtube1 zaq12wsx zaqxswcde
  zxcvbn12 zxcvbnm,./ zxcvbnm1 zxcvbnm123 zxczxczxc zzzzzzzz
`;

export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/));
