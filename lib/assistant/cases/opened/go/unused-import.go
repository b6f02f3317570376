package main

import (
	"fmt"
	"os"
	"strings"
)

func title(words []string) string {
	for i, word := range words {
		words[i] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.Join(words, " ")
}

func main() {
	fmt.Println(title([]string{"the", "long", "way"}))
}
