import { expect, test } from "vitest";
import { ruleTester } from "@/lib/assistant/analysers/wasm/rule-tester";
import { GO_ERROR_RULES } from "@/lib/assistant/rules/go-errors";
import { JVM_CLR_RULES } from "@/lib/assistant/rules/jvm-clr";
import { MISSPELT_RULES } from "@/lib/assistant/rules/misspelt";
import { RUST_RULES } from "@/lib/assistant/rules/rust";
import { SCRIPTING_RULES } from "@/lib/assistant/rules/scripting";
import { ANSWER_RULES } from "@/lib/assistant/rules/unused-answer";

const { fires, silent, untested } = await ruleTester();

const inGo = (body: string) => `package a\n\nfunc f(u string) (string, error) {\n${body}\n}\n`;
const inJava = (body: string) => `class A { void f(String s, Integer a, Integer b) throws E {\n${body}\n} }`;
const inCsharp = (body: string) =>
  `class A { async Task F(string s) {\n${body}\n} async Task G() { await H(); } }`;

test.each([
  fires("format-arguments", "rust", 'fn f() { println!("{} of {}", a); }'),
  silent(
    "format-arguments",
    "rust",
    'fn f() { println!("{} {{}} {a:?} {:>3}", a, g(b, c)); println!("{0} {0}", a); write!(f, "{n}", n = 1); }',
  ),
  fires("not-mutable", "rust", "fn f() { let n = 0; for i in 0..3 { n += i; } g(n); }"),
  fires("not-mutable", "rust", "fn f() { let v = Vec::new(); v.push(1); g(v); }"),
  silent(
    "not-mutable",
    "rust",
    "fn f() { let mut n = 0; n += 1; let v = g(); v.push(1); let x; x = n; let y = 1; let mut y = y + 1; y += 1; h(x, y); }",
  ),
  fires(
    "used-after-move",
    "rust",
    'fn f() { let a = String::from("a"); let b = a; println!("{}", a); g(b); }',
  ),
  silent(
    "used-after-move",
    "rust",
    'fn f() { let a = String::from("a"); let b = &a; g(&a); let c = a.clone(); println!("{} {}", a, b); let mut d = vec![1]; h(d); d = vec![2]; k(c, d); }',
  ),
  fires("unused-result", "rust", "fn f() { file.write_all(b); }"),
  silent(
    "unused-result",
    "rust",
    "fn f() -> R { file.write_all(b)?; let _ = tx.send(1); thread::spawn(g); s.spawn(g); file.flush() }",
  ),
  fires("fraction-equality", "rust", "fn f(x: f64) -> bool { x == 0.1 }"),
  silent("fraction-equality", "rust", "fn f(x: f64) -> bool { x == 0.0 || x < 0.1 }"),
  fires("answers-nothing", "rust", "fn f(a: i32) -> i32 { a + 1; }"),
  silent(
    "answers-nothing",
    "rust",
    "fn f(a: i32) -> i32 { a + 1 }\nfn g() { a + 1; }\nfn h() -> i32 { return 1; }\nfn k() -> ! { exit(1); }",
  ),
  fires("missing-arm", "rust", "enum E { A, B }\nfn f(e: E) -> i32 { match e { E::A => 1 } }"),
  silent(
    "missing-arm",
    "rust",
    "enum E { A, B(i32) }\nfn f(e: E) -> i32 { match e { E::A => 1, E::B(n) => n } }\nfn g(e: E) -> i32 { match e { E::A => 1, _ => 2 } }",
  ),
  fires(
    "used-before-check",
    "go",
    inGo(
      "\tr, err := http.Get(u)\n\tdefer r.Body.Close()\n\tif err != nil {\n\t\treturn u, err\n\t}\n\treturn u, nil",
    ),
  ),
  silent(
    "used-before-check",
    "go",
    inGo(
      "\tr, err := http.Get(u)\n\tif err != nil {\n\t\treturn u, err\n\t}\n\tdefer r.Body.Close()\n\treturn u, nil",
    ),
  ),
  fires(
    "overwritten-error",
    "go",
    inGo(
      "\tr, err := http.Get(u)\n\tif err != nil {\n\t\treturn u, err\n\t}\n\tb, err := io.ReadAll(r.Body)\n\treturn string(b), nil",
    ),
  ),
  silent(
    "overwritten-error",
    "go",
    inGo(
      "\tb, err := io.ReadAll(u)\n\tif err != nil {\n\t\treturn u, err\n\t}\n\tif _, err := g(); err != nil {\n\t\treturn u, err\n\t}\n\tc, err := g()\n\treturn string(b) + c, err",
    ),
  ),
  fires("no-map", "go", inGo("\tvar m map[string]int\n\tm[u] = 1\n\treturn u, g(m)")),
  silent(
    "no-map",
    "go",
    inGo(
      "\tvar m map[string]int\n\tm = make(map[string]int)\n\tm[u] = 1\n\tn := map[string]int{}\n\tn[u] = 1\n\treturn u, g(m, n)",
    ),
  ),
  fires(
    "added-too-late",
    "go",
    inGo("\tgo func() {\n\t\twg.Add(1)\n\t\tdefer wg.Done()\n\t}()\n\twg.Wait()\n\treturn u, nil"),
  ),
  silent(
    "added-too-late",
    "go",
    inGo("\twg.Add(1)\n\tgo func() {\n\t\tdefer wg.Done()\n\t}()\n\twg.Wait()\n\treturn u, nil"),
  ),
  fires(
    "left-open",
    "java",
    inJava("BufferedReader r = new BufferedReader(new FileReader(s)); g(r.readLine());"),
  ),
  silent(
    "left-open",
    "java",
    inJava(
      "try (BufferedReader r = new BufferedReader(new FileReader(s))) { g(r.readLine()); } FileReader q = new FileReader(s); q.close(); Scanner t = new Scanner(System.in); t.next(); this.w = new FileWriter(s); FileWriter x = new FileWriter(s); keep(x);",
    ),
  ),
  fires("boxed-identity", "java", inJava("if (a == b) { g(); }")),
  silent(
    "boxed-identity",
    "java",
    inJava("int c = a; int d = b; if (c == d || a == null || a.equals(b)) { g(); }"),
  ),
  fires("async-void", "csharp", "class A { async void Save() { await G(); } }"),
  silent(
    "async-void",
    "csharp",
    "class A { async Task Save() { await G(); } async void button_Click(object sender, EventArgs e) { await G(); } void H() { } }",
  ),
  fires(
    "lost-stack-trace",
    "csharp",
    inCsharp("try { await G(); } catch (Exception e) { Log(e); throw e; }"),
  ),
  silent(
    "lost-stack-trace",
    "csharp",
    inCsharp("try { await G(); } catch (Exception e) { if (e.X) throw; throw new B(e); }"),
  ),
  fires("format-arguments", "csharp", inCsharp('Console.WriteLine("{0} of {1}", s); await G();')),
  silent(
    "format-arguments",
    "csharp",
    inCsharp(
      'Console.WriteLine("{0} {{1}}", s); Console.WriteLine("{0}"); string.Format("{0} {1} {2}", all); await G();',
    ),
  ),
  fires("missing-await", "csharp", inCsharp("G();")),
  silent("missing-await", "csharp", inCsharp("await G(); var t = G(); other.G(); Log();")),
  fires("equals-without-hash", "java", "class A { public boolean equals(Object o) { return true; } }"),
  silent(
    "equals-without-hash",
    "java",
    "class A { public boolean equals(Object o) { return true; } public int hashCode() { return 1; } }\nclass B { boolean equals(B b) { return true; } }",
  ),
  fires("undeclared-name", "java", "class A { private int lines; int f() { lines++; return linse; } }"),
  silent(
    "undeclared-name",
    "java",
    "class A extends B { int left1; int rows; int f() { return left2 + row + inherited + this.rwos; } }",
  ),
  fires("undeclared-name", "go", "package a\n\nfunc f(total int) int {\n\tuse(total)\n\treturn toatl\n}\n"),
  silent(
    "undeclared-name",
    "rust",
    "fn f(total: i32) -> i32 { let totals = total; totals + T::other() + self.toatl }",
  ),
  fires(
    "undeclared-name",
    "ruby",
    "class A\n  def a\n    @balance = 1\n  end\n  def b\n    @balnce\n  end\nend\n",
  ),
  silent(
    "undeclared-name",
    "ruby",
    "class A\n  def a\n    @item = 1\n  end\n  def b\n    @items || @other\n  end\nend\n",
  ),
  fires("unused-answer", "java", inJava("s.trim(); g(s);")),
  fires("unused-answer", "csharp", inCsharp('s.Replace("a", "b"); await G();')),
  fires("unused-answer", "python", "def f(s):\n    s.strip()\n    return s\n"),
  silent("unused-answer", "java", inJava('s = s.trim(); map.replace("a", "b"); g(s.trim());')),
  silent("unused-answer", "javascript", 'location.replace("/a"); s = s.trim(); list.reverse();\n'),
  silent("unused-answer", "ruby", "def f(s)\n  t = s.strip\n  s.upcase!\n  g(t)\n  s.upcase\nend\n"),
  fires("answers-nothing", "python", "def f(names):\n    names = names.sort()\n    return names\n"),
  silent(
    "answers-nothing",
    "python",
    "def f(names, df):\n    names.sort()\n    other = sorted(names)\n    df = df.append(names)\n    return query.sort(x)\n",
  ),
  fires("text-from-input", "python", 'def f():\n    age = input("Age? ")\n    if age > 18:\n        g()\n'),
  silent(
    "text-from-input",
    "python",
    'def f():\n    age = int(input("Age? "))\n    if age > 18:\n        g()\n    name = input()\n    return name == "a" or name * 3\n',
  ),
  fires("rescues-everything", "ruby", "def f\n  g\nrescue Exception => e\n  log(e)\nend\n"),
  silent(
    "rescues-everything",
    "ruby",
    "def f\n  g\nrescue StandardError\n  nil\nend\ndef h\n  g\nrescue Exception\n  clean\n  raise\nend\n",
  ),
  fires("zero-is-false", "php", "<?php\nif (strpos($a, $b)) { f(); }\n"),
  silent(
    "zero-is-false",
    "php",
    "<?php\nif (strpos($a, $b) !== false) { f(); }\n$at = strpos($a, $b);\nif (substr($a, strpos($a, $b))) { f(); }\n",
  ),
  fires("weak-hash", "php", "<?php\n$hash = md5($_POST['password']);\n"),
  silent(
    "weak-hash",
    "php",
    "<?php\n$key = md5($name);\n$hash = password_hash($password, PASSWORD_DEFAULT);\n",
  ),
  fires("no-self", "python", "class A:\n    def f():\n        return 1\n"),
  silent(
    "no-self",
    "python",
    "class A:\n    @staticmethod\n    def f():\n        return 1\n\n    def g(self):\n        def h():\n            return 2\n        return h\n",
  ),
  fires("nothing-inserted", "python", 'def f(name):\n    print("hello {name}")\n'),
  silent(
    "nothing-inserted",
    "python",
    'def f(name):\n    print(f"hello {name}", "a {other} b", "{name}")\n    print("hello {name}".format(name=name))\n    return "hello %s" % name\n',
  ),
  fires("order-as-boolean", "javascript", "xs.sort((a, b) => a.n > b.n);\n"),
  silent(
    "order-as-boolean",
    "javascript",
    "xs.sort((a, b) => a.n - b.n);\nxs.sort((a, b) => (a > b ? 1 : -1));\nxs.filter((a) => a > 1);\n",
  ),
  fires(
    "promise-as-value",
    "javascript",
    "async function f() { const r = await fetch(u); const d = r.json(); return d.name; }\n",
  ),
  silent(
    "promise-as-value",
    "javascript",
    "async function f() { const r = await fetch(u); const d = await r.json(); const p = r.text(); return [d.name, await p, JSON.json().x]; }\n",
  ),
])("$rule in $language ($expected): $text", async ({ found, expected }) => {
  expect(await found()).toBe(expected);
});

test("every rule is shown what it must not speak of", () => {
  const rules = [
    ...RUST_RULES,
    ...GO_ERROR_RULES,
    ...JVM_CLR_RULES,
    ...MISSPELT_RULES,
    ...ANSWER_RULES,
    ...SCRIPTING_RULES,
  ];
  expect(untested(rules)).toEqual([]);
});
