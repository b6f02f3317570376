import type { EvalCase } from "./case";

export const CPP: readonly EvalCase[] = [
  {
    name: "elements skipped while others go",
    language: "cpp",
    code: `#include <vector>

void drop_negative(std::vector<int>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] < 0) {
            values.erase(values.begin() + static_cast<long>(i));
        }
    }
}
`,
    mistake: {
      defect: "missed case",
      lines: [
        "values.erase(values.begin() + static_cast<long>(i));",
        "for (std::size_t i = 0; i < values.size(); ++i) {",
      ],
    },
  },
  {
    name: "a view of what is gone",
    language: "cpp",
    code: `#include <string>
#include <string_view>

std::string_view trimmed(std::string text) {
    const auto first = text.find_first_not_of(" \\t\\n");
    if (first == std::string::npos) return {};
    const auto last = text.find_last_not_of(" \\t\\n");
    return std::string_view(text).substr(first, last - first + 1);
}
`,
    mistake: {
      defect: "leak",
      lines: [
        "std::string_view trimmed(std::string text) {",
        "return std::string_view(text).substr(first, last - first + 1);",
      ],
    },
  },
  {
    name: "a mean of whole numbers",
    language: "cpp",
    code: `#include <numeric>
#include <vector>

double mean(const std::vector<double>& values) {
    if (values.empty()) return 0.0;
    return std::accumulate(values.begin(), values.end(), 0) / static_cast<double>(values.size());
}
`,
    mistake: {
      defect: "wrong operator",
      lines: [
        "return std::accumulate(values.begin(), values.end(), 0) / static_cast<double>(values.size());",
      ],
    },
  },
  {
    name: "a middle that overflows, and a search that never ends",
    language: "cpp",
    code: `#include <vector>

int find(const std::vector<int>& sorted, int wanted) {
    int low = 0;
    int high = static_cast<int>(sorted.size()) - 1;
    while (low <= high) {
        const int middle = low + (high - low) / 2;
        if (sorted[middle] == wanted) return middle;
        if (sorted[middle] < wanted) low = middle;
        else high = middle - 1;
    }
    return -1;
}
`,
    mistake: { defect: "off by one", lines: ["if (sorted[middle] < wanted) low = middle;"] },
  },
  {
    name: "clamping, right",
    language: "cpp",
    code: `#include <algorithm>
#include <vector>

std::vector<int> clamped(std::vector<int> values, int low, int high) {
    for (int& value : values) value = std::clamp(value, low, high);
    return values;
}
`,
    mistake: null,
  },
];
