import { expect, test } from "vitest";
import { ruleTester } from "@/lib/assistant/analysers/wasm/rule-tester";
import { SHELL_HABIT_RULES } from "@/lib/assistant/rules/shell-habits";
import { SHELL_WORD_RULES } from "@/lib/assistant/rules/shell-words";

const { fires, silent, untested } = await ruleTester();

test.each([
  fires("unquoted", "shell", 'cp $1 "$2"\n'),
  fires("unquoted", "shell", "[ $answer = y ] && go\n"),
  fires("unquoted", "shell", 'for f in "$@"; do rm -- $f; done\n'),
  silent(
    "unquoted",
    "shell",
    'cp -- "$1" "$2" $CFLAGS\nn=3\nhead -n $n x\n[[ $a == b* ]]\ny=$x\ncase $y in a) ;; esac\nexit $?\nseq $((n + 1))\n',
  ),
  fires("list-of-ls", "shell", "for f in $(ls *.txt); do use; done\n"),
  silent("list-of-ls", "shell", "for f in *.txt; do use; done\nfor n in $(seq 3); do use; done\n"),
  fires("unquoted-pattern", "shell", "find . -name *.log -delete\n"),
  silent("unquoted-pattern", "shell", "find . -name \"*.log\" -o -name 'a*' -type f\n"),
  fires("quoted-tilde", "shell", 'cd "~/src" || exit\n'),
  silent("quoted-tilde", "shell", 'cd ~/src || exit\necho "~/src"\n[ "$a" = "~/src" ]\n'),
  fires("nothing-inserted", "shell", "name=a\necho 'hello $name'\n"),
  silent("nothing-inserted", "shell", "name=a\necho \"$name\" 'costs $5'\nawk '{ print $name }' f\n"),
  fires("status-of-another", "shell", 'make\necho "made"\nif [ $? -ne 0 ]; then exit 1; fi\n'),
  silent(
    "status-of-another",
    "shell",
    "out=$(make 2>&1)\nif [ $? -ne 0 ]; then exit 1; fi\nif make; then go; fi\n",
  ),
  fires("not-in-sh", "shell", "#!/bin/sh\nif [[ -n $1 ]]; then go; fi\n"),
  fires("not-in-sh", "shell", '#!/bin/sh\n[ "$1" == a ] && go\n'),
  silent("not-in-sh", "shell", "#!/bin/bash\n[[ $1 == a ]] && go\nfunction f { a=(1 2); }\n"),
  silent("not-in-sh", "shell", '#!/bin/sh\n[ "$1" = "==" ] && go\nf() { go; }\n'),
  fires("backslashes-eaten", "shell", 'while read line; do echo "$line"; done < f\n'),
  silent("backslashes-eaten", "shell", 'while IFS= read -r line; do echo "$line"; done < f\nread answer\n'),
  fires("needless-cat", "shell", "cat f | grep a\n"),
  silent("needless-cat", "shell", "cat a b | grep c\ncat < f\nmake | cat | tee log\n"),
  fires("assignment-in-condition", "shell", "if (( a = 1 )); then go; fi\n"),
  silent(
    "assignment-in-condition",
    "shell",
    "if (( a == 1 )); then go; fi\n(( b = 1 ))\nif (( a >= 1 )); then go; fi\n",
  ),
  fires("dollar-assignment", "shell", "$name=3\n"),
  silent("dollar-assignment", "shell", 'name=3\n"$name" a=3\n'),
  fires("redirected-in-vain", "shell", "make 2>&1 > log\n"),
  fires("redirected-in-vain", "shell", "sudo echo a > /etc/hosts\n"),
  silent("redirected-in-vain", "shell", "make > log 2>&1\nsudo make > /tmp/log\n"),
  fires("hidden-failure", "shell", 'set -e\nf() { local a=$(make); use "$a"; }\n'),
  silent("hidden-failure", "shell", 'set -e\nf() { local a; a=$(make); local b=$((1 + 1)); use "$a$b"; }\n'),
  fires("rereads-its-first-line", "shell", "while read -r l < f; do use; done\n"),
  silent(
    "rereads-its-first-line",
    "shell",
    "while read -r l; do use; done < f\nwhile read -r l < <(next); do use; done\n",
  ),
  fires("text-as-status", "shell", 'f() { return "done"; }\n'),
  silent("text-as-status", "shell", 'f() { return 1; }\ng() { return "$code"; }\n'),
])("$rule ($expected): $text", async ({ found, expected }) => {
  expect(await found()).toBe(expected);
});

test("every rule for words and habits is shown what it must not speak of", () => {
  expect(untested([...SHELL_WORD_RULES, ...SHELL_HABIT_RULES])).toEqual([]);
});
