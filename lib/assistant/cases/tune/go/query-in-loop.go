package store

import (
	"database/sql"
	"fmt"
)

type Order struct {
	ID       int
	Customer string
}

func Names(db *sql.DB, orders []Order, ids []int) ([]Order, error) {
	for i, id := range ids {
		row := db.QueryRow("SELECT name FROM customers WHERE id = $1", id)
		if err := row.Scan(&orders[i].Customer); err != nil {
			return nil, err
		}
	}
	return orders, nil
}

func Find(db *sql.DB, name string) (*sql.Rows, error) {
	query := fmt.Sprintf("SELECT id FROM customers WHERE name = '%s'", name)
	return db.Query(query)
}
