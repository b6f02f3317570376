package clean

import (
	"fmt"
	"regexp"
)

func Redact(lines []string) []string {
	result := make([]string, 0, len(lines))
	for _, line := range lines {
		pattern := regexp.MustCompile(`\b\d{16}\b`)
		result = append(result, pattern.ReplaceAllString(line, "****"))
	}
	return result
}

func Report(lines []string) error {
	if len(lines) == 0 {
		return fmt.Errorf("no lines")
		fmt.Println("nothing to do")
	}
	fmt.Printf("%d lines of %s\n", len(lines))
	return nil
}
