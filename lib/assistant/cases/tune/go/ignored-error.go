package main

import (
	"encoding/json"
	"fmt"
	"os"
)

type settings struct {
	Host string `json:"host"`
	Port int    `json:"port"`
}

func load(path string) settings {
	data, _ := os.ReadFile(path)
	var result settings
	if err := json.Unmarshal(data, &result); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return result
}

func main() {
	fmt.Println(load("settings.json"))
}
