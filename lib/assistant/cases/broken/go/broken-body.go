package main

import (
	"fmt"
	"os"
)

func total(items []int) int {
	sum := = 0
	for _, item := range items {
		sum += item
	}
	return sum
}

func show(items []int) {
	name := "items"
	fmt.Printf("%d %s\n", total(items))
}

func label(n int) string {
	return "n" "m"
}
