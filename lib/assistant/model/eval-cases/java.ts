import type { EvalCase } from "./case";

export const JAVA: readonly EvalCase[] = [
  {
    name: "large numbers that are never the same",
    language: "java",
    code: `import java.util.List;

class Ballots {
    static int repeated(List<Integer> ids) {
        int repeated = 0;
        for (int i = 1; i < ids.size(); i++) {
            if (ids.get(i) == ids.get(i - 1)) {
                repeated++;
            }
        }
        return repeated;
    }
}
`,
    mistake: { defect: "wrong operator", lines: ["if (ids.get(i) == ids.get(i - 1)) {"] },
  },
  {
    name: "a text built letter by letter",
    language: "java",
    code: `class Csv {
    static String column(java.util.List<String> cells) {
        String text = "";
        for (String cell : cells) {
            text += '"' + cell.replace("\\"", "\\"\\"") + "\\"\\n";
        }
        return text;
    }
}
`,
    mistake: {
      defect: "slow growth",
      lines: ['text += \'"\' + cell.replace("\\"", "\\"\\"") + "\\"\\n";'],
    },
  },
  {
    name: "a stack that keeps what it gave away",
    language: "java",
    code: `class Stack<T> {
    private final Object[] items = new Object[1024];
    private int size;

    void push(T item) {
        if (size == items.length) throw new IllegalStateException("full");
        items[size++] = item;
    }

    @SuppressWarnings("unchecked")
    T pop() {
        if (size == 0) throw new IllegalStateException("empty");
        return (T) items[--size];
    }
}
`,
    mistake: { defect: "leak", lines: ["return (T) items[--size];"] },
  },
  {
    name: "money from the wrong account",
    language: "java",
    code: `class Bank {
    static void transfer(Account from, Account to, long cents) {
        if (cents <= 0) throw new IllegalArgumentException("amount");
        if (to.balance() < cents) throw new IllegalStateException("not enough money");
        from.withdraw(cents);
        to.deposit(cents);
    }
}
`,
    mistake: {
      defect: "wrong variable",
      lines: ['if (to.balance() < cents) throw new IllegalStateException("not enough money");'],
    },
  },
  {
    name: "leap years, right",
    language: "java",
    code: `class Calendar {
    static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    static int daysIn(int year) {
        return isLeap(year) ? 366 : 365;
    }
}
`,
    mistake: null,
  },
];
