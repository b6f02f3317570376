/** Ruff's own names of the rules in use: it reports codes only, its documentation has a page by name. */
const NAMES = `
E902 io-error E999 syntax-error E711 none-comparison E712 true-false-comparison E721 type-comparison E722 bare-except
F401 unused-import F402 import-shadowed-by-loop-var F403 undefined-local-with-import-star F404 late-future-import
F405 undefined-local-with-import-star-usage F406 undefined-local-with-nested-import-star-usage
F407 future-feature-not-defined F501 percent-format-invalid-format F502 percent-format-expected-mapping
F503 percent-format-expected-sequence F504 percent-format-extra-named-arguments F505 percent-format-missing-argument
F506 percent-format-mixed-positional-and-named F507 percent-format-positional-count-mismatch
F508 percent-format-star-requires-sequence F509 percent-format-unsupported-format-character
F521 string-dot-format-invalid-format F522 string-dot-format-extra-named-arguments
F523 string-dot-format-extra-positional-arguments F524 string-dot-format-missing-arguments
F525 string-dot-format-mixing-automatic F541 f-string-missing-placeholders F601 multi-value-repeated-key-literal
F602 multi-value-repeated-key-variable F621 expressions-in-star-assignment F622 multiple-starred-expressions
F631 assert-tuple F632 is-literal F633 invalid-print-syntax F634 if-tuple F701 break-outside-loop
F702 continue-outside-loop F704 yield-outside-function F706 return-outside-function F707 default-except-not-last
F722 forward-annotation-syntax-error F811 redefined-while-unused F821 undefined-name F822 undefined-export
F823 undefined-local F841 unused-variable F842 unused-annotation F901 raise-not-implemented
PLE0100 yield-in-init PLE0101 return-in-init PLE0116 continue-in-finally PLE0117 nonlocal-without-binding
PLE0118 load-before-global-declaration PLE0237 non-slot-assignment PLE0241 duplicate-bases
PLE0302 unexpected-special-method-signature PLE0307 invalid-str-return-type PLE0604 invalid-all-object
PLE0605 invalid-all-format PLE1142 await-outside-async PLE1205 logging-too-many-args PLE1206 logging-too-few-args
PLE1300 bad-string-format-character PLE1307 bad-string-format-type PLE1310 bad-str-strip-call PLE1507 invalid-envvar-value
PLE1700 yield-from-in-async-function PLE2502 bidirectional-unicode PLR0124 comparison-with-itself
PLR1704 redefined-argument-from-local PLW0120 useless-else-on-loop PLW0127 self-assigning-variable
PLW0129 assert-on-string-literal PLW0131 named-expr-without-context PLW1508 invalid-envvar-default
PLW1509 subprocess-popen-preexec-fn PLW2101 useless-with-lock PLW2901 redefined-loop-name PLW3301 nested-min-max
A001 builtin-variable-shadowing B002 unary-prefix-increment-decrement B003 assignment-to-os-environ
B004 unreliable-callable-check B005 strip-with-multi-characters B006 mutable-argument-default
B007 unused-loop-control-variable B008 function-call-in-default-argument B009 get-attr-with-constant
B010 set-attr-with-constant B011 assert-false B012 jump-statement-in-finally B013 redundant-tuple-in-exception-handler
B014 duplicate-handler-exception B015 useless-comparison B016 raise-literal B017 assert-raises-exception
B018 useless-expression B020 loop-variable-overrides-iterator B021 f-string-docstring B022 useless-contextlib-suppress
B023 function-uses-loop-variable B024 abstract-base-class-without-abstract-method B025 duplicate-try-block-exception
B026 star-arg-unpacking-after-keyword-arg B027 empty-method-without-abstract-decorator B029 except-with-empty-tuple
B030 except-with-non-exception-classes B031 reuse-of-groupby-generator B032 unintentional-type-annotation
B033 duplicate-value B034 re-sub-positional-args B035 static-key-dict-comprehension
C400 unnecessary-generator-list C401 unnecessary-generator-set C402 unnecessary-generator-dict
C403 unnecessary-list-comprehension-set C404 unnecessary-list-comprehension-dict C405 unnecessary-literal-set
C406 unnecessary-literal-dict C409 unnecessary-literal-within-tuple-call C410 unnecessary-literal-within-list-call
C411 unnecessary-list-call C413 unnecessary-call-around-sorted C414 unnecessary-double-cast-or-process
C415 unnecessary-subscript-reversal C417 unnecessary-map C418 unnecessary-literal-within-dict-call
RET502 implicit-return-value RET503 implicit-return SIM115 open-file-with-context-handler SIM118 in-dict-keys
SIM201 negate-equal-op SIM202 negate-not-equal-op SIM208 double-negation SIM210 if-expr-with-true-false
SIM211 if-expr-with-false-true SIM212 if-expr-with-twisted-arms SIM220 expr-and-not-expr SIM221 expr-or-not-expr
SIM222 expr-or-true SIM223 expr-and-false PERF101 unnecessary-list-cast PERF102 incorrect-dict-iterator
PERF401 manual-list-comprehension PERF402 manual-list-copy PERF403 manual-dict-comprehension
RUF006 asyncio-dangling-task RUF008 mutable-dataclass-default
RUF009 function-call-in-dataclass-default-argument RUF012 mutable-class-default RUF013 implicit-optional
RUF015 unnecessary-iterable-allocation-for-first-element RUF016 invalid-index-type RUF018 assignment-in-assert
S102 exec-builtin S105 hardcoded-password-string S106 hardcoded-password-func-arg S107 hardcoded-password-default
S110 try-except-pass S112 try-except-continue S113 request-without-timeout S202 tarfile-unsafe-members
S301 suspicious-pickle-usage S307 suspicious-eval-usage S324 hashlib-insecure-hash-function
S501 request-with-no-cert-validation S506 unsafe-yaml-load S602 subprocess-popen-with-shell-equals-true
S604 call-with-shell-equals-true S605 start-process-with-a-shell S608 hardcoded-sql-expression
S701 jinja2-autoescape-false PIE790 unnecessary-placeholder PIE794 duplicate-class-field-definition
PIE796 non-unique-enums DTZ003 call-datetime-utcnow DTZ005 call-datetime-now-without-tzinfo
FURB136 if-expr-min-max FURB163 redundant-log-base FURB168 isinstance-type-none FURB169 type-none-comparison`;

const NAME_OF = new Map([...NAMES.matchAll(/(\w+) ([\w-]+)/g)].map(([, code, name]) => [code, name]));

/** The rule's page; of a rule whose name we do not know, the list of all. Null for a syntax error, which is no rule. */
export function pageOf(rule: string): string | null {
  if (rule === "invalid-syntax") return null;
  return `https://docs.astral.sh/ruff/rules/${NAME_OF.get(rule) ?? ""}`;
}
