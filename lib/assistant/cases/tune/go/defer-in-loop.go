package main

import (
	"bufio"
	"fmt"
	"os"
)

func countLines(paths []string) (int, error) {
	total := 0
	for _, path := range paths {
		file, err := os.Open(path)
		if err != nil {
			return 0, err
		}
		defer file.Close()
		scanner := bufio.NewScanner(file)
		for scanner.Scan() {
			total++
		}
		if err := scanner.Err(); err != nil {
			return 0, err
		}
	}
	return total, nil
}

func main() {
	total, err := countLines(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(total)
}
