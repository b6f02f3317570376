package main

import "fmt"

type queue struct {
	items []string
}

func (q *queue) push(item string) {
	q.items = append(q.items, item)
}

func (q *queue) pop() (string, bool) {
	if len(q.items) == 0
	{
		return "", false
	}
	item := q.items[0]
	q.items = q.items[1:]
	return item, true
}

func main() {
	q := &queue{}
	q.push("first")
	fmt.Println(q.pop())
}
