package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sort"
	"strings"
	"sync"
)

// ErrNotFound is returned when there is no such item.
var ErrNotFound = errors.New("not found")

type Item struct {
	ID   int64
	Name string
}

type Store struct {
	db    *sql.DB
	mu    sync.RWMutex
	cache map[int64]Item
}

func New(db *sql.DB) *Store {
	return &Store{db: db, cache: make(map[int64]Item)}
}

func (s *Store) Get(ctx context.Context, id int64) (Item, error) {
	s.mu.RLock()
	item, ok := s.cache[id]
	s.mu.RUnlock()
	if ok {
		return item, nil
	}
	err := s.db.QueryRowContext(ctx, "SELECT id, name FROM items WHERE id = $1", id).Scan(&item.ID, &item.Name)
	if errors.Is(err, sql.ErrNoRows) {
		return Item{}, ErrNotFound
	}
	if err != nil {
		return Item{}, fmt.Errorf("get %d: %w", id, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cache[id] = item
	return item, nil
}

func (s *Store) List(ctx context.Context) (items []Item, err error) {
	rows, err := s.db.QueryContext(ctx, "SELECT id, name FROM items")
	if err != nil {
		return nil, err
	}
	defer func() {
		err = errors.Join(err, rows.Close())
	}()
	for rows.Next() {
		var item Item
		if err := rows.Scan(&item.ID, &item.Name); err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	sort.Slice(items, func(i, j int) bool { return items[i].Name < items[j].Name })
	return items, rows.Err()
}

func Names(items []Item) string {
	var b strings.Builder
	for i, item := range items {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(item.Name)
	}
	return b.String()
}
