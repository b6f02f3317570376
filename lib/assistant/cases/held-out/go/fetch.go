package main

import (
	"fmt"
	"io"
	"net/http"
	"sync"
)

func fetch(url string) (string, error) {
	resp, err := http.Get(url)
	defer resp.Body.Close()
	if err != nil {
		return "", err
	}
	body, err := io.ReadAll(resp.Body)
	return string(body), nil
}

func size(kind string) int {
	switch kind {
	case "small":
		return 1
	case "large":
		return 10
	}
}

func main() {
	var wg sync.WaitGroup
	urls := []string{"http://localhost/a", "http://localhost/b"}
	for i := 0; i <= len(urls); i++ {
		fmt.Println(urls[i])
	}
	for _, url := range urls {
		go func() {
			wg.Add(1)
			defer wg.Done()
			text, _ := fetch(url)
			fmt.Printf("%d bytes from %d\n", len(text), url)
		}()
	}
	wg.Wait()
	fmt.Println(size("small"))
}
