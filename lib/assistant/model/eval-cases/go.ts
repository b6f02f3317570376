import type { EvalCase } from "./case";

export const GO: readonly EvalCase[] = [
  {
    name: "a counter without its lock",
    language: "go",
    code: `package hits

import "sync"

type Counter struct {
	mu   sync.Mutex
	hits map[string]int
}

func (c *Counter) Add(path string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hits[path]++
}

func (c *Counter) Total() int {
	total := 0
	for _, n := range c.hits {
		total += n
	}
	return total
}
`,
    mistake: {
      defect: "shared state",
      lines: ["func (c *Counter) Total() int {", "for _, n := range c.hits {"],
    },
  },
  {
    name: "an answer that stays open",
    language: "go",
    code: `package status

import (
	"fmt"
	"io"
	"net/http"
)

func Fetch(client *http.Client, url string) ([]byte, error) {
	response, err := client.Get(url)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", response.StatusCode)
	}
	defer response.Body.Close()
	return io.ReadAll(response.Body)
}
`,
    mistake: {
      defect: "leak",
      lines: [
        "defer response.Body.Close()",
        'return nil, fmt.Errorf("status %d", response.StatusCode)',
        "if response.StatusCode != http.StatusOK {",
      ],
    },
  },
  {
    name: "a slice written over",
    language: "go",
    code: `package words

// WithSuffixes returns base followed by each suffix, one list per suffix.
func WithSuffixes(base []string, suffixes []string) [][]string {
	lists := make([][]string, 0, len(suffixes))
	for _, suffix := range suffixes {
		lists = append(lists, append(base, suffix))
	}
	return lists
}
`,
    mistake: { defect: "shared state", lines: ["lists = append(lists, append(base, suffix))"] },
  },
  {
    name: "the last retry that never is",
    language: "go",
    code: `package retry

// Do calls work up to attempts times, until it succeeds, and returns its last error.
func Do(attempts int, work func() error) error {
	var err error
	for i := 1; i < attempts; i++ {
		if err = work(); err == nil {
			return nil
		}
	}
	return err
}
`,
    mistake: { defect: "off by one", lines: ["for i := 1; i < attempts; i++ {"] },
  },
  {
    name: "reversing, right",
    language: "go",
    code: `package text

// Reverse returns s with its runes in reverse order.
func Reverse(s string) string {
	runes := []rune(s)
	for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
		runes[i], runes[j] = runes[j], runes[i]
	}
	return string(runes)
}
`,
    mistake: null,
  },
];
