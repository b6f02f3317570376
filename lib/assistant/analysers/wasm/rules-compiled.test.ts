import { expect, test } from "vitest";
import { ruleTester } from "@/lib/assistant/analysers/wasm/rule-tester";
import { BOUND_RULES } from "@/lib/assistant/rules/bounds";
import { C_MEMORY_RULES } from "@/lib/assistant/rules/c-memory";
import { C_VALUE_RULES } from "@/lib/assistant/rules/c-values";
import { CONDITION_RULES } from "@/lib/assistant/rules/conditions";
import { CPP_LIFETIME_RULES } from "@/lib/assistant/rules/cpp-lifetime";
import { CPP_NAME_RULES } from "@/lib/assistant/rules/cpp-names";
import { ITERATION_RULES } from "@/lib/assistant/rules/iteration";
import { RETURN_RULES } from "@/lib/assistant/rules/missing-return";

const { fires, silent, untested } = await ruleTester();

const inC = (body: string) =>
  `#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\nint f(int n, char *t) {\n${body}\n}\n`;
const inCpp = (body: string) =>
  `#include "all.h"\nint f(std::vector<int> &v, std::map<int, int> &m) {\n${body}\n}\n`;

test.each([
  fires("missing-return", "c", "int f(int a) {\n  if (a) { return 1; } else if (a > 2) { return 2; }\n}"),
  fires(
    "missing-return",
    "java",
    "class A { int f(int a) { switch (a) { case 1: return 1; case 2: return 2; } } }",
  ),
  fires("missing-return", "csharp", "class A { int F(bool a) { if (a) { return 1; } } }"),
  fires("missing-return", "go", "package a\nfunc f(a int) int {\n\tfor a > 1 {\n\t\treturn 1\n\t}\n}\n"),
  silent(
    "missing-return",
    "c",
    "int f(int a) { for (;;) { if (a) return 1; } }\nint g(int a) { if (a) { return 1; } else { abort(); } }\nMACRO h(void) { x(); }\nvoid k(void) {}\n",
  ),
  silent(
    "missing-return",
    "cpp",
    "int f(E e) { switch (e) { case E::A: return 1; case E::B: return 2; } }\nint g() { try { return 1; } catch (...) { throw; } }\nA::A() {}\n",
  ),
  silent(
    "missing-return",
    "java",
    "class A { int f() { while (true) { g(); } } int h() { try { return 1; } finally { k(); } } int m(int a) { switch (a) { case 1: return 1; default: throw e; } } }",
  ),
  silent(
    "missing-return",
    "csharp",
    "class A { async Task F() { await G(); } IEnumerable<int> H() { yield return 1; } int K => 1; }",
  ),
  silent(
    "missing-return",
    "go",
    "package a\nfunc f(a int) int {\n\tswitch {\n\tcase a > 1:\n\t\treturn 1\n\tdefault:\n\t\tpanic(a)\n\t}\n}\nfunc g() (n int) {\n\tfor {\n\t}\n}\n",
  ),
  fires(
    "uninitialized",
    "c",
    inC("  int m;\n  for (int i = 0; i < n; i++) {\n    if (i > m) m = i;\n  }\n  return m;"),
  ),
  fires("uninitialized", "c", inC("  int sum;\n  sum += n;\n  return sum;")),
  silent(
    "uninitialized",
    "c",
    inC(
      '  int m, k;\n  if (n) m = 1; else m = 2;\n  scanf("%d", &k);\n  int last;\n  for (int i = 0; i < n; i++) { if (i > 0) use(last); last = i; }\n  return m + k;',
    ),
  ),
  fires("end-of-file-in-char", "c", inC("  char c;\n  while ((c = getchar()) != EOF) n++;\n  return n;")),
  silent("end-of-file-in-char", "c", inC("  int c;\n  while ((c = getchar()) != EOF) n++;\n  return n;")),
  fires("scanf-without-address", "c", inC('  int k = 0;\n  scanf("%d", k);\n  return k;')),
  silent("scanf-without-address", "c", inC('  int k;\n  char s[9];\n  scanf("%d %8s", &k, s);\n  return k;')),
  fires("chained-comparison", "c", inC("  return 0 < n < 10;")),
  silent("chained-comparison", "c", inC("  return 0 < n && n < 10;")),
  fires("text-plus-number", "cpp", inCpp('  std::string s = 12 + "a";\n  return 0;')),
  silent("text-plus-number", "cpp", inCpp('  auto s = std::string("a") + "b";\n  return *("ab" + 1);')),
  fires("size-of-pointer", "c", inC("  struct a *p = malloc(sizeof(p));\n  return p == NULL;")),
  silent(
    "size-of-pointer",
    "c",
    inC("  struct a *p = malloc(sizeof(*p));\n  char **q = malloc(n * sizeof(char *));\n  return p == q;"),
  ),
  fires("no-room-for-end", "c", inC("  char *s = malloc(strlen(t));\n  return s == t;")),
  silent("no-room-for-end", "c", inC("  char *s = malloc(strlen(t) + 1);\n  return s == t;")),
  fires("use-after-free", "c", inC("  free(t);\n  t->n = 1;\n  return 0;")),
  fires("use-after-free", "c", inC("  free(t);\n  n++;\n  free(t);\n  return 0;")),
  silent(
    "use-after-free",
    "c",
    inC(
      "  free(t);\n  t = NULL;\n  if (t) return t->n;\n  while (n) { struct a *x = next(t); free(x); }\n  return 0;",
    ),
  ),
  fires("wrong-delete", "cpp", inCpp("  int *p = new int[4];\n  delete p;\n  return 0;")),
  silent(
    "wrong-delete",
    "cpp",
    inCpp("  int *p = new int[4];\n  delete[] p;\n  A *q = new A(1);\n  delete q;\n  return 0;"),
  ),
  fires("lost-by-realloc", "c", inC("  t = realloc(t, n);\n  return t == NULL;")),
  silent("lost-by-realloc", "c", inC("  char *u = realloc(t, n);\n  return u == NULL;")),
  fires(
    "memory-leak",
    "c",
    inC('  char *s = malloc(n);\n  strcpy(s, "a");\n  printf("%s", s);\n  return 0;'),
  ),
  silent(
    "memory-leak",
    "c",
    inC(
      "  char *s = malloc(n);\n  free(s);\n  char *u = strdup(t);\n  keep(u);\n  char *w = malloc(n);\n  if (!w) return 1;\n  return w;",
    ),
  ),
  fires(
    "missing-break",
    "c",
    inC("  switch (n) {\n  case 1:\n    n = 2;\n  case 2:\n    n = 3;\n  }\n  return n;"),
  ),
  silent(
    "missing-break",
    "c",
    inC(
      "  switch (n) {\n  case 0:\n  case 1:\n    n = 2;\n    /* fall through */\n  case 2:\n    n = 3;\n    break;\n  case 3: { return 1; }\n  default:\n    n = 0;\n  }\n  return n;",
    ),
  ),
  fires("integer-division", "java", "class A { double f(int a, int b) { return a / b; } }"),
  silent(
    "integer-division",
    "java",
    "class A { double f(int a, double b) { return a / b; } int g(int a, int b) { return a / b; } double h(int a) { return (double) a / a; } }",
  ),
  fires("impossible-condition", "c", inC("  return n != 1 || n != 2;")),
  fires("impossible-condition", "java", "class A { boolean f(int a) { return a < 0 && a > 10; } }"),
  silent(
    "impossible-condition",
    "c",
    inC("  return (n != 1 && n != 2) || (n > 0 && n < 10) || n < 0 || n > 10;"),
  ),
  fires(
    "same-condition",
    "cpp",
    inCpp("  if (m.x == 1) { a(); } else if (v.y) { b(); } else if (m.x == 1) { c(); }\n  return 0;"),
  ),
  silent("same-condition", "cpp", inCpp("  if (next()) { a(); } else if (next()) { b(); }\n  return 0;")),
  fires(
    "one-too-far",
    "c",
    "#define N 4\nint f(void) {\n  int a[N];\n  for (int i = 0; i <= N; i++) a[i] = 0;\n  return a[0];\n}",
  ),
  fires(
    "one-too-far",
    "go",
    "package a\nfunc f(xs []int) {\n\tfor i := 0; i <= len(xs); i++ {\n\t\tuse(xs[i])\n\t}\n}\n",
  ),
  fires("one-too-far", "rust", "fn f(v: &[i32]) { for i in 0..=v.len() { g(v[i]); } }"),
  silent(
    "one-too-far",
    "java",
    "class A { void f(int[] a) { for (int i = 0; i < a.length; i++) { g(a[i]); } for (int i = 1; i <= a.length; i++) { g(a[i - 1]); } } }",
  ),
  silent("one-too-far", "rust", "fn f(v: &[i32]) { for i in 0..=v.len() { g(&v[..i]); } }"),
  fires("past-the-end", "java", "class A { int f(int[] a) { return a[a.length]; } }"),
  silent("past-the-end", "javascript", "a[a.length] = 1;\nuse(a[a.length - 1]);\n"),
  fires(
    "wrong-counter",
    "c",
    inC("  for (int i = 0; i < n; i++) for (int j = 0; j < n; i++) use(j);\n  return 0;"),
  ),
  fires("wrong-counter", "java", "class A { void f(int n) { for (int i = 0; i < n; i--) { g(i); } } }"),
  silent(
    "wrong-counter",
    "c",
    inC("  for (p = t; p < t + n; n--) { p++; }\n  for (int i = n; i >= 0; i--) use(i);\n  return 0;"),
  ),
  fires("below-zero", "cpp", inCpp("  for (int i = 0; i < v.size() - 1; i++) use(v[i]);\n  return 0;")),
  silent(
    "below-zero",
    "cpp",
    inCpp("  if (v.empty()) return 0;\n  for (size_t i = 0; i < v.size() - 1; i++) use(v[i]);\n  return 0;"),
  ),
  fires("changed-while-iterated", "cpp", inCpp("  for (int x : v) { if (x) v.push_back(x); }\n  return 0;")),
  fires(
    "changed-while-iterated",
    "csharp",
    "class A { void F() { foreach (var r in rows) { if (r.Old) rows.Remove(r); } } }",
  ),
  silent(
    "changed-while-iterated",
    "java",
    "class A { void f() { for (String s : names) { if (g(s)) { names.remove(s); break; } } for (String s : new ArrayList<>(names)) { names.remove(s); } for (String s : names) { others.remove(s); } } }",
  ),
  fires(
    "invalid-iterator",
    "cpp",
    inCpp("  for (auto it = m.begin(); it != m.end(); ++it) { if (it->second) m.erase(it); }\n  return 0;"),
  ),
  silent(
    "invalid-iterator",
    "cpp",
    inCpp(
      "  for (auto it = m.begin(); it != m.end();) { if (it->second) it = m.erase(it); else ++it; }\n  for (auto it = m.begin(); it != m.end(); ++it) { if (it->second) { m.erase(it); return 1; } }\n  return 0;",
    ),
  ),
  fires("used-after-move", "cpp", inCpp("  auto w = std::move(v);\n  return v.size();")),
  silent(
    "used-after-move",
    "cpp",
    inCpp(
      "  auto w = std::move(v);\n  v = w;\n  if (v.empty()) { g(std::move(w)); } else { h(w); }\n  return 0;",
    ),
  ),
  fires("view-of-local", "cpp", "std::string_view f() {\n  std::string s = g();\n  return s;\n}"),
  silent(
    "view-of-local",
    "cpp",
    "std::string f() {\n  std::string s = g();\n  return s;\n}\nconst char *g(const std::string &s) { return s.c_str(); }",
  ),
  fires("view-of-temporary", "cpp", inCpp("  const char *p = name.substr(1).c_str();\n  return *p;")),
  silent(
    "view-of-temporary",
    "cpp",
    inCpp("  const char *p = name.c_str();\n  std::string_view s = name;\n  return *p;"),
  ),
  fires(
    "destructor-not-virtual",
    "cpp",
    "class A { public: virtual void f() = 0; };\nclass B : public A {};\n",
  ),
  silent(
    "destructor-not-virtual",
    "cpp",
    "class A { public: virtual void f() = 0; virtual ~A() = default; };\nclass B : public A { virtual void g(); };\nclass C { virtual void f(); };\n",
  ),
  fires("caught-by-value", "cpp", inCpp("  try { g(); } catch (std::exception e) { h(e); }\n  return 0;")),
  silent(
    "caught-by-value",
    "cpp",
    inCpp("  try { g(); } catch (const std::exception &e) { h(e); } catch (int e) { k(e); }\n  return 0;"),
  ),
  fires(
    "copied-in-loop",
    "cpp",
    "int f(const std::vector<std::string> &names) {\n  int n = 0;\n  for (auto name : names) n += name.size();\n  return n;\n}",
  ),
  silent(
    "copied-in-loop",
    "cpp",
    inCpp(
      "  for (auto x : v) use(x);\n  for (const auto &s : names) use(s);\n  for (std::string s : names) { s += 'a'; }\n  return 0;",
    ),
  ),
  fires("copied-argument", "cpp", "int f(std::vector<int> v) { return v[0]; }"),
  silent(
    "copied-argument",
    "cpp",
    "int f(const std::vector<int> &v) { return v[0]; }\nA::A(std::string s) : s_(std::move(s)) {}\n",
  ),
  fires("missing-include", "cpp", "#include <iostream>\nstd::unordered_map<int, int> m;\n"),
  silent(
    "missing-include",
    "cpp",
    "#include <map>\n#include <functional>\nstd::map<int, int> m;\nstd::vector<int> v;\n",
  ),
  silent("missing-include", "cpp", '#include "all.h"\nstd::map<int, int> m;\n'),
  fires("no-such-member", "cpp", inCpp("  std::vector<int> w;\n  return w.length();")),
  fires(
    "no-such-member",
    "cpp",
    "class A { public: double area() const; };\nint f(A &a) { return a.aera(); }\n",
  ),
  silent(
    "no-such-member",
    "cpp",
    "class A { public: double area() const; };\nint f(A &a, std::string s) { std::string t; return a.area() + t.length() + s.reaa_(); }\n",
  ),
  fires("set-constant", "cpp", inCpp("  const int n = 1;\n  n = 2;\n  return n;")),
  silent("set-constant", "cpp", inCpp("  const int *p = a;\n  p = b;\n  int k = 1;\n  k = 2;\n  return *p;")),
])("$rule in $language ($expected): $text", async ({ found, expected }) => {
  expect(await found()).toBe(expected);
});

test("every rule for compiled languages is shown what it must not speak of", () => {
  const rules = [
    ...RETURN_RULES,
    ...C_VALUE_RULES,
    ...C_MEMORY_RULES,
    ...CONDITION_RULES,
    ...BOUND_RULES,
    ...ITERATION_RULES,
    ...CPP_LIFETIME_RULES,
    ...CPP_NAME_RULES,
  ];
  expect(untested(rules)).toEqual([]);
});
